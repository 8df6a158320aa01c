#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a writer's bytes go: a new file that only its owner can read, or memory.
///
/// A failure is kept and reported by the writer. libxml2 is told that all is well, because it would
/// print the failure instead.
final class XMLSink {
    private var descriptor: Int32?
    private(set) var bytes: [UInt8] = []
    private(set) var failure: XMLError?
    let path: String?

    init() { path = nil }

    /// Refuses a file that is there already: what somebody has been sent is not written over.
    init(creating path: String) throws(XMLError) {
        let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        self.path = path
        guard opened >= 0 else { throw XMLError(.unavailable, reason("be created"), file: path) }
        descriptor = opened
    }

    deinit { if let descriptor { _ = close(descriptor) } }

    func write(_ chunk: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        guard let descriptor else { return bytes.append(contentsOf: chunk) }
        var rest = chunk[...]
        while !rest.isEmpty {
            let count = unsafeWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                failure = XMLError(.unavailable, reason("be written"), file: path)
                return
            }
        }
    }

    /// Durable on the disk, then closed.
    func finish() throws(XMLError) {
        if let descriptor {
            if failure == nil, fsync(descriptor) != 0 {
                failure = XMLError(.unavailable, reason("be made durable"), file: path)
            }
            if close(descriptor) != 0, failure == nil {
                failure = XMLError(.unavailable, reason("be closed"), file: path)
            }
            self.descriptor = nil
        }
        if let failure { throw failure }
    }

    private func unsafeWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func reason(_ what: String) -> String { fileError("the file cannot \(what)") }
}

/// A sentence with the reason that the system gave last.
func fileError(_ sentence: String) -> String {
    "\(sentence): \(String(cString: strerror(errno)))"
}
