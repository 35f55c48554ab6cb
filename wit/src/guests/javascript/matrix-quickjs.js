// The guest matrix on QuickJS, which has no web APIs: all of WASI through WIT imports.
import { task as basic } from './test-task.js';
import { openFile } from './files.js';
import { getDirectories } from 'wasx:filesystem/preopens@0.2.0';
import { getRandomBytes } from 'wasx:random/random@0.2.0';
import { now as monotonicNow } from 'wasx:clocks/monotonic-clock@0.2.0';
import { Fields, OutgoingRequest } from 'wasx:http/types@0.2.0';
import { handle } from 'wasx:http/outgoing-handler@0.2.0';

const ascii = bytes => Array.from(bytes, byte => String.fromCharCode(byte)).join('');
const hex = byte => byte.toString(16).padStart(2, '0');

function request(url) {
    const [, scheme, authority, path] = /^(\w+):\/\/([^/?]+)(.*)$/.exec(url);
    const made = new OutgoingRequest(new Fields());
    made.setScheme({ tag: scheme === 'http' ? 'HTTP' : 'HTTPS' });
    made.setAuthority(authority);
    made.setPathWithQuery(path || '/');
    return made;
}

const ok = result => {
    if (result?.tag === 'err') throw result.val;
    return result?.tag === 'ok' ? result.val : result;
};

function readBody(response) {
    const stream = response.consume().stream();
    let text = '';
    for (;;) {
        try {
            text += ascii(stream.blockingRead(65536));
        } catch (e) {
            if ((e.payload ?? e).tag === 'closed') return text;
            throw e;
        }
    }
}

const operations = {
    random: () => ({ hex: Array.from(getRandomBytes(16), hex).join('') }),
    clock() {
        const start = monotonicNow();
        return { unix_ms: Date.now(), elapsed_ns: Number(monotonicNow() - start) };
    },
    'read-file'({ path }) {
        const file = openFile(getDirectories(), path);
        let content = '';
        for (let end = false; !end; ) {
            let bytes;
            [bytes, end] = file.read(65536, content.length);
            content += ascii(bytes);
        }
        return { content };
    },
    'http-get'({ url }) {
        const future = handle(request(url), undefined);
        let answer;
        while ((answer = future.get()) === undefined || answer === null) future.subscribe().block();
        const response = ok(ok(answer));
        const headers = {};
        for (const [name, value] of response.headers().entries()) headers[name.toLowerCase()] = ascii(value);
        return { status: response.status(), headers, body: readBody(response) };
    },
};

export const task = {
    execute(ctx, data) {
        const input = JSON.parse(data);
        if (!Object.hasOwn(operations, input.op)) return basic.execute(ctx, data);
        try {
            return { data: JSON.stringify(operations[input.op](input)) };
        } catch (e) {
            const error = e?.payload ?? e;
            throw typeof error === 'string' ? error : (error?.tag ?? JSON.stringify(error) ?? String(e));
        }
    },
};
