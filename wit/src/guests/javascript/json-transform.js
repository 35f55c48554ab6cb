// fuscia/json-transform: reshapes records without code: filter, sort, limit, pick, omit, rename, set.
import { log } from 'fuscia:log/log@0.1.0';

const at = (record, path) => path.split('.').reduce((value, key) => (value == null ? undefined : value[key]), record);

const tests = {
    eq: (value, wanted) => JSON.stringify(value) === JSON.stringify(wanted),
    ne: (value, wanted) => JSON.stringify(value) !== JSON.stringify(wanted),
    gt: (value, limit) => value > limit,
    gte: (value, limit) => value >= limit,
    lt: (value, limit) => value < limit,
    lte: (value, limit) => value <= limit,
    in: (value, list) => list.some(wanted => tests.eq(value, wanted)),
    contains: (value, part) => (Array.isArray(value) ? tests.in(part, value) : String(value).includes(part)),
    exists: (value, wanted) => (value !== undefined) === wanted,
};

function matches(record, filter) {
    return Object.entries(filter).every(([path, condition]) => {
        const value = at(record, path);
        if (condition === null || typeof condition !== 'object') return tests.eq(value, condition);
        return Object.entries(condition).every(([test, operand]) => {
            if (!Object.hasOwn(tests, test)) throw `permanent: filter.${path}: unknown test "${test}"`;
            return tests[test](value, operand);
        });
    });
}

function compare(a, b) {
    if (a === b) return 0;
    if (a == null) return -1;
    if (b == null) return 1;
    return a < b ? -1 : a > b ? 1 : 0;
}

function reshape(record, { pick, omit = [], rename = {}, set = {} }) {
    const picked = pick
        ? Object.fromEntries(pick.map(path => [path.split('.').pop(), at(record, path)]).filter(([, v]) => v !== undefined))
        : { ...record };
    omit.forEach(key => delete picked[key]);
    const renamed = Object.entries(picked).map(([key, value]) => [Object.hasOwn(rename, key) ? rename[key] : key, value]);
    return { ...Object.fromEntries(renamed), ...set };
}

export const task = {
    execute(_, data) {
        const { items, filter = {}, sort_by, descending = false, limit, ...shape } = JSON.parse(data);
        if (items === null || typeof items !== 'object') throw 'permanent: items is neither an array nor an object';
        const records = Array.isArray(items) ? items : [items];
        const stray = records.findIndex(record => record === null || typeof record !== 'object');
        if (stray >= 0) throw `permanent: items[${stray}] is not an object`;
        let kept = records.filter(record => matches(record, filter));
        if (sort_by !== undefined) {
            const sign = descending ? -1 : 1;
            kept = kept.sort((a, b) => sign * compare(at(a, sort_by), at(b, sort_by)));
        }
        if (limit !== undefined) kept = kept.slice(0, limit);
        log('debug', `kept ${kept.length} of ${records.length}`);
        const result = kept.map(record => reshape(record, shape));
        return { data: JSON.stringify({ items: result, count: result.length, dropped: records.length - result.length }) };
    },
};
