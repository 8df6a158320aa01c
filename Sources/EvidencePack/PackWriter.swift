/// The bytes of a pack's archive: POSIX ustar with every field fixed but name, size and checksum
/// (docs/PACK_FORMAT.md §2).
package enum PackWriter {
    /// `files` in any order.
    package static func archive(_ files: [PackFile: [UInt8]]) -> [UInt8] {
        let sorted = files.map { (name: Array($0.key.name.utf8), content: $0.value) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(sorted.reduce(1024) { $0 + 1024 + $1.content.count })
        for (name, content) in sorted {
            bytes += header(name, size: content.count)
            bytes += content
            bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    private static func header(_ name: [UInt8], size: Int) -> [UInt8] {
        var block: [UInt8] = []
        block.reserveCapacity(512)
        block += padded(name, to: 100)
        block += octal(0o644, digits: 7) + octal(0, digits: 7) + octal(0, digits: 7)
        block += octal(size, digits: 11) + octal(0, digits: 11)
        block += Array("        0".utf8)
        block += [UInt8](repeating: 0, count: 100)
        block += Array("ustar".utf8) + [0] + Array("00".utf8)
        block += [UInt8](repeating: 0, count: 64)
        block += octal(0, digits: 7) + octal(0, digits: 7)
        block += [UInt8](repeating: 0, count: 167)
        let sum = block.reduce(0) { $0 + Int($1) }
        block.replaceSubrange(148..<156, with: octal(sum, digits: 6) + [UInt8(ascii: " ")])
        return block
    }

    private static func padded(_ text: [UInt8], to count: Int) -> [UInt8] {
        text + [UInt8](repeating: 0, count: count - text.count)
    }

    /// Octal digits and a NUL.
    private static func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array(String(repeating: "0", count: digits - text.count).utf8) + Array(text.utf8)
            + [0]
    }

    /// The lines of `contents`, as `sha256sum` writes and checks them.
    package static func contents(_ digests: [(name: String, sha256: String)]) -> String {
        digests.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { "\($0.sha256)  \($0.name)\n" }.joined()
    }
}
