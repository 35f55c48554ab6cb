package io.fuscia.component;

import io.fuscia.failure.ErrorCode;
import io.fuscia.failure.FusciaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a ZIP archive from a stranger. Own code, because the JDK's readers hide what tells an attack: the file types of
 * entries, entries that overlap, and names that differ between directory and content. Whatever two readers could
 * understand in two ways is refused, and nothing is inflated beyond the limits.
 */
final class ZipArchive {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int DIRECTORY_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int ENCRYPTED = 1;
    private static final int UTF8_NAMES = 1 << 11;
    private static final int UNIX = 3;

    private final ByteBuffer bytes;
    private final ArchiveLimits limits;

    private ZipArchive(byte[] bytes, ArchiveLimits limits) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    private record Entry(String name, boolean directory, int method, long crc, int compressed, int size, int local) {}

    /**
     * Reads all files of an archive, in the order of its directory.
     *
     * @throws FusciaException {@code INVALID_PACKAGE} that says what is wrong with which entry
     */
    static Map<String, byte[]> read(byte[] bytes, ArchiveLimits limits) {
        return new ZipArchive(bytes, limits).read();
    }

    private Map<String, byte[]> read() {
        try {
            List<Entry> entries = directory();
            checkNames(entries);
            checkSizes(entries);
            Map<Entry, Integer> starts = checkLayout(entries);
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (Entry entry : entries) {
                byte[] content = content(entry, starts.get(entry));
                if (!entry.directory()) {
                    files.put(entry.name(), content);
                }
            }
            return files;
        } catch (IndexOutOfBoundsException e) {
            throw new FusciaException(ErrorCode.INVALID_PACKAGE, "the archive is cut off or damaged", e);
        }
    }

    private List<Entry> directory() {
        int end = bytes.limit() - END_SIZE;
        if (end < 0 || bytes.getInt(end) != END_SIGNATURE) {
            throw refused(
                    bytes.limit() >= 4 && bytes.getInt(0) == LOCAL_SIGNATURE
                            ? "the archive is cut off, or something follows its end"
                            : "the package is not a ZIP archive");
        }
        int count = unsignedShort(end + 10);
        if (bytes.getShort(end + 4) != 0 || bytes.getShort(end + 6) != 0 || unsignedShort(end + 8) != count) {
            throw refused("the archive is split into several files");
        }
        if (bytes.getShort(end + 20) != 0) {
            throw refused("the archive has a comment, which could hide another archive");
        }
        if (count > limits.entries()) {
            throw refused("the archive has " + count + " entries; allowed are " + limits.entries());
        }
        int size = unsignedInt(end + 12, "the directory");
        int at = unsignedInt(end + 16, "the directory");
        if ((long) at + size != end) {
            throw refused("the archive's directory is not at its end");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (bytes.getInt(at) != DIRECTORY_SIGNATURE) {
                throw refused("the archive's directory is damaged");
            }
            entries.add(entry(at));
            at += DIRECTORY_SIZE + unsignedShort(at + 28) + unsignedShort(at + 30) + unsignedShort(at + 32);
        }
        if (at != end) {
            throw refused("the archive's directory is damaged");
        }
        return entries;
    }

    private Entry entry(int at) {
        String name = text(at + DIRECTORY_SIZE, unsignedShort(at + 28), unsignedShort(at + 8));
        if ((bytes.getShort(at + 8) & ENCRYPTED) != 0) {
            throw refused("entry '" + name + "' is encrypted");
        }
        int method = unsignedShort(at + 10);
        if (method != 0 && method != 8) {
            throw refused("entry '" + name + "' is compressed in a way that is not supported (" + method + ")");
        }
        boolean directory = name.endsWith("/");
        checkFileType(name, directory, unsignedShort(at + 4) >> 8, unsignedShort(at + 40));
        return new Entry(
                name,
                directory,
                method,
                bytes.getInt(at + 16) & 0xffffffffL,
                unsignedInt(at + 20, name),
                unsignedInt(at + 24, name),
                unsignedInt(at + 42, name));
    }

    private static void checkFileType(String name, boolean directory, int madeBy, int mode) {
        int type = mode & 0170000;
        if (madeBy != UNIX || type == 0) {
            return;
        }
        if (type == 0120000) {
            throw refused("entry '" + name + "' is a symbolic link");
        }
        if (type != (directory ? 0040000 : 0100000)) {
            throw refused("entry '" + name + "' is neither a plain file nor a directory");
        }
    }

    private static void checkNames(List<Entry> entries) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Entry entry : entries) {
            String name = entry.name();
            if (name.isEmpty() || name.length() > 255) {
                throw refused("an entry's name is empty or longer than 255 characters");
            }
            if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
                throw refused("entry '" + name + "' has an absolute name");
            }
            if (name.indexOf('\\') >= 0 || name.chars().anyMatch(c -> c < ' ' || c == 127)) {
                throw refused("entry '" + name.replaceAll("\\p{Cntrl}", "?")
                        + "' has a backslash or a control character in its name");
            }
            for (String part : (entry.directory() ? name.substring(0, name.length() - 1) : name).split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                    throw refused("entry '" + name + "' leaves its folder");
                }
            }
            String before = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (before != null) {
                throw refused("entry '" + name + "' is there twice"
                        + (before.equals(name) ? "" : ", once as '" + before + "'"));
            }
        }
    }

    private void checkSizes(List<Entry> entries) {
        long total = 0;
        for (Entry entry : entries) {
            if (entry.size() > limits.entryBytes()) {
                throw refused("entry '" + entry.name() + "' is larger than " + limits.entryBytes() + " bytes");
            }
            if (entry.size() > limits.ratioFrom()
                    && entry.size() > (long) limits.ratio() * Math.max(1, entry.compressed())) {
                throw refused("entry '" + entry.name() + "' expands more than " + limits.ratio() + " times");
            }
            total += entry.size();
        }
        if (total > limits.totalBytes()) {
            throw refused("the entries are larger than " + limits.totalBytes() + " bytes together");
        }
    }

    /** Entries must fill the archive up to its directory without overlapping; returns where each content starts. */
    private Map<Entry, Integer> checkLayout(List<Entry> entries) {
        Map<Entry, Integer> starts = new LinkedHashMap<>();
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparingInt(Entry::local)).toList();
        long free = 0;
        for (Entry entry : sorted) {
            int at = entry.local();
            if (at < free) {
                throw refused("entry '" + entry.name() + "' overlaps another one");
            }
            if (bytes.getInt(at) != LOCAL_SIGNATURE) {
                throw refused("entry '" + entry.name() + "' is not where the directory says");
            }
            String name = text(at + LOCAL_SIZE, unsignedShort(at + 26), unsignedShort(at + 6));
            if (!name.equals(entry.name()) || unsignedShort(at + 8) != entry.method()) {
                throw refused("entry '" + entry.name() + "' is another one in the directory ('" + name + "')");
            }
            int start = at + LOCAL_SIZE + unsignedShort(at + 26) + unsignedShort(at + 28);
            starts.put(entry, start);
            free = (long) start + entry.compressed();
        }
        int end = bytes.limit() - END_SIZE;
        if (free > unsignedInt(end + 16, "the directory")) {
            throw refused("the last entry overlaps the directory");
        }
        return starts;
    }

    private byte[] content(Entry entry, int start) {
        byte[] content = new byte[entry.size()];
        if (entry.method() == 0) {
            if (entry.compressed() != entry.size()) {
                throw refused("entry '" + entry.name() + "' has two sizes");
            }
            bytes.get(start, content);
        } else {
            inflate(entry, start, content);
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        if (crc.getValue() != entry.crc()) {
            throw refused("entry '" + entry.name() + "' is damaged: its checksum does not match");
        }
        return content;
    }

    private void inflate(Entry entry, int start, byte[] content) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes.slice(start, entry.compressed()));
            int filled = 0;
            while (filled < content.length) {
                int count = inflater.inflate(content, filled, content.length - filled);
                if (count == 0) {
                    break;
                }
                filled += count;
            }
            boolean exact = filled == content.length && inflater.inflate(new byte[1]) == 0 && inflater.finished();
            if (!exact || inflater.getRemaining() != 0) {
                throw refused("entry '" + entry.name() + "' is not as long as the archive says");
            }
        } catch (DataFormatException e) {
            throw new FusciaException(
                    ErrorCode.INVALID_PACKAGE, "entry '" + entry.name() + "' cannot be decompressed", e);
        } finally {
            inflater.end();
        }
    }

    private String text(int at, int length, int flags) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.slice(at, length))
                    .toString();
            if ((flags & UTF8_NAMES) == 0 && text.length() != length) {
                throw refused("an entry's name is not in UTF-8");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new FusciaException(ErrorCode.INVALID_PACKAGE, "an entry's name is not in UTF-8", e);
        }
    }

    private int unsignedShort(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private int unsignedInt(int at, String what) {
        int value = bytes.getInt(at);
        if (value < 0) {
            throw refused(what + " is larger than 2 GiB, or the archive is in ZIP64 form");
        }
        return value;
    }

    private static FusciaException refused(String message) {
        return new FusciaException(ErrorCode.INVALID_PACKAGE, message);
    }
}
