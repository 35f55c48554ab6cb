package io.fuscia.wit.machine;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import io.fuscia.wit.splitting.FunctionSplitting;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles core modules with Chicory's compiler; {@code MachineFactoryCompiler} in front of it defines every class twice
 * and does not tell which functions it left to the interpreter. (Chicory 1.7.5 is the last release, so it does not move.)
 */
final class CodeCompiler {
    /**
     * Names everything that the compiled code depends on besides the module: code of another version is not used. Count on
     * when code becomes another, and when modules are refused that were accepted before.
     */
    static final String VERSION = "chicory-1.7.5 fuscia-1";

    /**
     * Few enough that a class of them is not over the limits of class files: the compiler finds that out by trying, and
     * starts anew each time.
     */
    private static final int FUNCTIONS_PER_CLASS = 512;

    private CodeCompiler() {}

    /**
     * Compiles a valid module.
     *
     * @throws RuntimeException if the compiler does not know something in it
     */
    static CompiledCode compile(byte[] source) {
        byte[] split = FunctionSplitting.split(source);
        try {
            return compileAll(split);
        } catch (RuntimeException e) {
            // The compiler fails on some valid code, which splitting may bring about: then the code stays as it was.
            if (split == source) {
                throw e;
            }
            return compileAll(source);
        }
    }

    private static CompiledCode compileAll(byte[] bytes) {
        WasmModule module = CoreModule.parseRewritten(bytes);
        CompilerResult result = Compiler.builder(module)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
                .withClassCollectorFactory(ByteClassCollector::new)
                .build()
                .compile();
        int imported = module.importSection().count(ExternalType.FUNCTION);
        byte[] stubbed = FunctionStubs.leaveOut(
                bytes, body -> !result.interpretedFunctions().contains(imported + body));
        Map<String, byte[]> classes = new LinkedHashMap<>();
        // Some of the compiler's class names have slashes.
        result.classBytes().forEach((name, content) -> classes.put(name.replace('/', '.'), content));
        return new CompiledCode(stubbed, result.collector().mainClassName(), classes);
    }
}
