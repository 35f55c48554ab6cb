package io.fuscia.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * An artifact's content that gives its last bytes only when all of them match the digest, so that a reader of the whole
 * never takes damaged content for good. Not thread-safe.
 */
final class CheckedContent extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE = 8_192;

    private final ArtifactReference expected;
    private final MessageDigest digest = Digest.sha256();
    private long remaining;

    CheckedContent(InputStream content, ArtifactReference expected) throws IOException {
        super(content);
        this.expected = expected;
        this.remaining = expected.size();
        checkWhenAllIsRead();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining == 0 || length == 0) {
            return remaining == 0 ? -1 : 0;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw damaged("it ends " + remaining + " bytes too early");
        }
        digest.update(bytes, offset, count);
        remaining -= count;
        checkWhenAllIsRead();
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[SKIPPED_AT_ONCE];
        long done = 0;
        while (done < count) {
            int read = read(skipped, 0, (int) Math.min(count - done, SKIPPED_AT_ONCE));
            if (read < 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void checkWhenAllIsRead() throws IOException {
        if (remaining == 0 && !Digest.of(digest).equals(expected.digest())) {
            throw damaged("it does not match its digest " + expected.digest());
        }
    }

    private IOException damaged(String how) {
        return new IOException("the content of artifact '" + expected.id() + "' is damaged: " + how);
    }
}
