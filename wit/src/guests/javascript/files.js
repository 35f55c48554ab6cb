// Opens a file by its guest path, below the preopened directory with the longest name that fits.
export function openFile(directories, path) {
    const found = directories
        .filter(([, name]) => path.startsWith(name + '/'))
        .sort((a, b) => b[1].length - a[1].length)[0];
    if (!found) throw 'no-entry';
    const [directory, name] = found;
    return directory.openAt({ symlinkFollow: true }, path.slice(name.length + 1), {}, { read: true });
}
