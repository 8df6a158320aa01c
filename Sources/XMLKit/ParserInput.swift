#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The bytes of one document on their way to the parser: counted, and refused where libxml2 would
/// take them and be slow.
final class ParserInput {
    private let descriptor: Int32?
    private let bytes: [UInt8]
    private let limit: Int
    private var count = 0
    private var guardian = StartTagGuard()
    private(set) var failure: XMLError?
    let path: String?

    init(_ bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
        descriptor = nil
        path = nil
    }

    init(file path: String, limit: Int) throws(XMLError) {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        self.limit = limit
        bytes = []
        guard opened >= 0 else {
            throw XMLError(.unavailable, fileError("the file cannot be opened"), file: path)
        }
        descriptor = opened
    }

    deinit { if let descriptor { _ = close(descriptor) } }

    /// Fills the start of `buffer`; 0 at the end, and after a failure, which ends the document.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard failure == nil else { return 0 }
        let filled = fill(buffer)
        count += filled
        if count > limit {
            failure = XMLError(.tooLarge, "the document is larger than \(limit) bytes", file: path)
        } else if !guardian.passes(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) {
            failure = XMLError(
                .tooManyAttributes,
                "an element has more than \(StartTagGuard.most) attributes",
                file: path
            )
        }
        return failure == nil ? filled : 0
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let descriptor else {
            let size = min(buffer.count, bytes.count - count)
            guard size > 0 else { return 0 }
            buffer.copyBytes(from: bytes[count..<(count + size)])
            return size
        }
        while true {
            let size = pull(descriptor, buffer)
            if size >= 0 { return size }
            if errno != EINTR {
                failure = XMLError(
                    .unavailable,
                    fileError("the file cannot be read"),
                    file: path
                )
                return 0
            }
        }
    }

    private func pull(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}

/// Counts the attributes of each start tag as its bytes pass.
///
/// libxml2 compares every attribute of an element with every other: one megabyte of `a=""` costs it
/// minutes, before any limit of its own. Comments and the like can mislead the count, but never
/// past the next `<`.
private struct StartTagGuard {
    static let most = 512

    private var isInTag = false
    private var quote: UInt8 = 0
    private var attributes = 0

    mutating func passes(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes {
            if byte == UInt8(ascii: "<") {
                (isInTag, quote, attributes) = (true, 0, 0)
            } else if isInTag {
                switch byte {
                case quote: quote = 0
                case UInt8(ascii: "\""), UInt8(ascii: "'"): if quote == 0 { quote = byte }
                case UInt8(ascii: ">"): isInTag = quote != 0
                case UInt8(ascii: "="):
                    if quote == 0 { attributes += 1 }
                    if attributes > StartTagGuard.most { return false }
                default: break
                }
            }
        }
        return true
    }
}
