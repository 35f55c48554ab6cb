package io.fuscia.wit.machine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The Java classes that a core module was compiled to, and the module that instances of them are made of. */
final class CompiledCode {
    private final byte[] module;
    private final String mainClass;
    private final Map<String, byte[]> classes;

    /**
     * @param module as it was compiled, with empty bodies in place of those that no machine reads any more
     * @param mainClass name of the class that implements {@link Machine}
     * @param classes bytes by class name
     */
    CompiledCode(byte[] module, String mainClass, Map<String, byte[]> classes) {
        this.module = module;
        this.mainClass = mainClass;
        this.classes = new LinkedHashMap<>(classes);
    }

    byte[] module() {
        return module;
    }

    /** Returns what makes the machine of an instance of the module. */
    Function<Instance, Machine> machine() {
        try {
            Class<?> main = new Loader(classes).loadClass(mainClass);
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(main, MethodType.methodType(void.class, Instance.class))
                    .asType(MethodType.methodType(Machine.class, Instance.class));
            return instance -> construct(constructor, instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("compiled code without " + mainClass, e);
        }
    }

    private static Machine construct(MethodHandle constructor, Instance instance) {
        try {
            return (Machine) constructor.invokeExact(instance);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes it, so that {@link #read} can read it again. */
    void write(OutputStream out) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream data = new DataOutputStream(new DeflaterOutputStream(out, deflater, 1 << 16))) {
            writeBytes(data, module);
            data.writeUTF(mainClass);
            data.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                data.writeUTF(each.getKey());
                writeBytes(data, each.getValue());
            }
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads what was written.
     *
     * @throws IOException if these bytes were not
     */
    static CompiledCode read(byte[] bytes, int offset) throws IOException {
        try (DataInputStream data = new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset)))) {
            byte[] module = readBytes(data);
            String mainClass = data.readUTF();
            Map<String, byte[]> classes = new LinkedHashMap<>();
            for (int left = data.readInt(); left > 0; left--) {
                classes.put(data.readUTF(), readBytes(data));
            }
            return new CompiledCode(module, mainClass, classes);
        }
    }

    private static void writeBytes(DataOutputStream data, byte[] bytes) throws IOException {
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static byte[] readBytes(DataInputStream data) throws IOException {
        int length = data.readInt();
        byte[] bytes = length < 0 ? new byte[0] : data.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("cut off");
        }
        return bytes;
    }

    /** Returns it written. */
    byte[] toByteArray() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(module.length);
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Defines a class when it is first used: most of a large module never runs. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> undefined;

        Loader(Map<String, byte[]> classes) {
            super("fuscia-guest", CompiledCode.class.getClassLoader());
            this.undefined = new LinkedHashMap<>(classes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = undefined.remove(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
