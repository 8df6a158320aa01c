#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An archive taken apart. Every byte of it is one that the format asks for, or content: what is not,
/// is refused, so that no byte can be changed without changing a file.
package struct PackReader: Sendable {
    /// In the archive's order, which is that of the names' bytes.
    package let names: [PackFile]
    private let places: [PackFile: Range<Int>]
    private let bytes: [UInt8]

    package subscript(file: PackFile) -> ArraySlice<UInt8>? { places[file].map { bytes[$0] } }

    package init(_ bytes: [UInt8]) throws(PackFault) {
        guard bytes.count <= PackLimits.pack else {
            throw PackFault(nil, "a pack has at most \(PackLimits.pack) bytes")
        }
        guard bytes.count.isMultiple(of: 512), bytes.count >= 1024 else {
            throw PackFault(nil, "an archive is made of blocks of 512 bytes, the last two empty")
        }
        let end = bytes.count - 1024
        guard PackReader.isZero(bytes, end..<bytes.count) else {
            throw PackFault(nil, "an archive ends in 1024 zero bytes")
        }
        var names: [PackFile] = []
        var places: [PackFile: Range<Int>] = [:]
        var offset = 0
        var last: ArraySlice<UInt8> = []
        while offset < end {
            let (file, name, size) = try PackReader.header(bytes, at: offset)
            guard last.lexicographicallyPrecedes(name) else {
                throw PackFault(file, "names stand in the order of their bytes, each once")
            }
            guard names.count < PackLimits.files else {
                throw PackFault(file, "a pack has at most \(PackLimits.files) files")
            }
            let start = offset + 512
            guard size <= PackLimits.file, size <= end - start else {
                throw PackFault(file, "the file is longer than the archive, or than a file may be")
            }
            let next = start + (size + 511) / 512 * 512
            guard next <= end, PackReader.isZero(bytes, (start + size)..<next) else {
                throw PackFault(file, "a file is filled up with zero bytes to a whole block")
            }
            names.append(file)
            places[file] = start..<(start + size)
            last = name
            offset = next
        }
        self.names = names
        self.places = places
        self.bytes = bytes
    }

    /// What a header has in every pack: offset and bytes. Between them lie name (0, 100), size (124,
    /// 12) and checksum (148, 8).
    private static let fixed: [(offset: Int, bytes: [UInt8])] = [
        (100, Array("0000644\0".utf8) + Array("0000000\0".utf8) + Array("0000000\0".utf8)),
        (136, Array("00000000000\0".utf8)),
        (156, Array("0".utf8) + zeros(100) + Array("ustar\u{0}00".utf8) + zeros(64)),
        (329, Array("0000000\0".utf8) + Array("0000000\0".utf8) + zeros(167)),
    ]

    /// The sum of those bytes, and of the checksum as it counts itself: eight spaces.
    private static let fixedSum = fixed.reduce(8 * 32) { sum, part in
        part.bytes.reduce(sum) { $0 + Int($1) }
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static let zeroBlocks = zeros(1024)

    /// Of at most two blocks. A pack is mostly such bytes, so they are compared as memory.
    private static func isZero(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        isSame(bytes, range.lowerBound, zeroBlocks, range.count)
    }

    private static func isSame(
        _ bytes: [UInt8],
        _ offset: Int,
        _ expected: [UInt8],
        _ count: Int
    ) -> Bool {
        bytes.withUnsafeBytes { bytes in
            expected.withUnsafeBytes { expected in
                guard count > 0, let a = bytes.baseAddress, let b = expected.baseAddress else {
                    return count == 0
                }
                return memcmp(a + offset, b, count) == 0
            }
        }
    }

    private static func header(
        _ bytes: [UInt8],
        at start: Int
    ) throws(PackFault) -> (PackFile, ArraySlice<UInt8>, Int) {
        let name = bytes[start..<(start + 100)].prefix { $0 != 0 }
        guard let text = String(validating: name, as: UTF8.self), let file = PackFile(name: text),
            isZero(bytes, name.endIndex..<(start + 100))
        else { throw PackFault(nil, "a file has a name that no pack has") }
        let digits = bytes[(start + 124)..<(start + 136)]
        guard let size = octal(digits, end: [0]),
            let sum = octal(bytes[(start + 148)..<(start + 156)], end: [0, 32]),
            fixed.allSatisfy({ isSame(bytes, start + $0.offset, $0.bytes, $0.bytes.count) })
        else { throw PackFault(file, "a header has one form only, and this is another") }
        guard sum == digits.reduce(name.reduce(fixedSum) { $0 + Int($1) }, { $0 + Int($1) }) else {
            throw PackFault(file, "a header's checksum is not that of its bytes")
        }
        return (file, name, size)
    }

    /// Octal digits that fill the field up to `end`.
    private static func octal(_ field: ArraySlice<UInt8>, end: [UInt8]) -> Int? {
        guard field.suffix(end.count).elementsEqual(end) else { return nil }
        var number = 0
        for digit in field.dropLast(end.count) {
            guard (48...55).contains(digit) else { return nil }
            number = number << 3 | Int(digit - 48)
        }
        return number
    }
}
