import Crypto

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// SHA-256 of a file's bytes, and how many there are; read in pieces, so that size costs no memory.
package struct FileDigest: Sendable, Equatable {
    /// In lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int64

    /// Nil when the file cannot be read; `errno` says why.
    package init?(of path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var hash = SHA256()
        var total: Int64 = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            hash.update(data: chunk[..<count])
            total += Int64(count)
        }
        sha256 = hexadecimal(Array(hash.finalize()))
        byteCount = total
    }
}

/// Makes what was written to a file, or the names in a folder, outlive a power cut.
///
/// - Returns: false when the system would not; `errno` says why.
@discardableResult
package func makeDurable(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    return fsync(descriptor) == 0
}
