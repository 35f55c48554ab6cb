package io.fuscia.wit.machine;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.runtime.internal.CompilerInterpreterMachine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import io.fuscia.wit.splitting.FunctionSplitting;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compiles core modules with Chicory's compiler; {@code MachineFactoryCompiler} in front of it defines every class twice
 * and does not tell which functions it left to the interpreter. (Chicory 1.7.5 is the last release, so it does not move.)
 */
final class CodeCompiler {
    /**
     * Names everything that the compiled code depends on besides the module: code of another version is not used. Count on
     * when code becomes another, and when modules are refused that were accepted before.
     */
    static final String VERSION = "chicory-1.7.5 fuscia-3";

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
        return compile(source, Set.of());
    }

    /**
     * Compiles a valid module.
     *
     * @param interpreted indices of functions that are left to the interpreter in any case
     */
    static CompiledCode compile(byte[] source, Set<Integer> interpreted) {
        byte[] split = FunctionSplitting.split(source);
        try {
            return compileAll(split, interpreted);
        } catch (RuntimeException e) {
            // The compiler fails on some valid code, which splitting may bring about: then the code stays as it was.
            if (split == source) {
                throw e;
            }
            return compileAll(source, interpreted);
        }
    }

    private static CompiledCode compileAll(byte[] bytes, Set<Integer> interpreted) {
        WasmModule module = CoreModule.parseUnturned(bytes);
        WasmModule turned = ReferenceCalls.turn(module);
        int references = ReferenceCalls.table(module);
        int imported = module.importSection().count(ExternalType.FUNCTION);
        Set<Integer> left = new HashSet<>(interpreted);
        for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
            FunctionBody body = turned.codeSection().getFunctionBody(i);
            if (TailCalls.isMadeInTry(body) || ReferenceCalls.calls(body, references)) {
                left.add(imported + i);
            }
        }
        CompilerResult result = compile(module, InterpreterFallback.SILENT, Set.of());
        if (!left.isEmpty()) {
            // The compiler takes such a set only if it is told all: with those that it finds too large.
            left.addAll(result.interpretedFunctions());
            result = compile(module, InterpreterFallback.FAIL, left);
        }
        Set<Integer> kept = result.interpretedFunctions();
        byte[] stubbed = FunctionStubs.leaveOut(bytes, body -> !kept.contains(imported + body));
        Map<String, byte[]> classes = new LinkedHashMap<>();
        // Some of the compiler's class names have slashes.
        result.classBytes().forEach((name, content) -> classes.put(name.replace('/', '.'), ours(content)));
        return new CompiledCode(stubbed, result.collector().mainClassName(), classes);
    }

    private static byte[] ours(byte[] classFile) {
        byte[] interpreting =
                ClassNames.replace(classFile, CompilerInterpreterMachine.class, FallbackInterpreter.class);
        return ClassNames.replace(interpreting, Thread.class, GuestThread.class);
    }

    private static CompilerResult compile(WasmModule module, InterpreterFallback fallback, Set<Integer> interpreted) {
        return Compiler.builder(module)
                .withInterpreterFallback(fallback)
                .withInterpretedFunctions(interpreted)
                .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
                .withClassCollectorFactory(ByteClassCollector::new)
                .build()
                .compile();
    }
}
