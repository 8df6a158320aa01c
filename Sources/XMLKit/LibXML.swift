import CLibXML2
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// libxml2, made ready once for the whole process: quiet, and with no way to a file or the network.
enum LibXML {
    /// A `static let` runs once, whichever threads ask first.
    private static let ready: Void = {
        xmlInitParser()
        vigil_xml_be_quiet()
        xmlSchemaInitTypes()
        // Every file that libxml2 opens by itself comes through here. Documents are read by us, so
        // the only honest caller is a schema that includes another.
        xmlSetExternalEntityLoader { url, _, context in
            guard let url, let fence = SchemaFence.current,
                let path = fence.admitted(String(cString: url))
            else { return nil }
            return xmlNewInputFromFile(context, path)
        }
    }()

    static func prepare() { ready }

    /// A C string as a `String`, without what follows its first line.
    static func line(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "libxml2 gives no reason" }
        let first = String(cString: text).prefix { $0 != "\n" }
        return first.hasSuffix(".") ? String(first.dropLast()) : String(first)
    }
}

/// The folder that a schema being compiled may read from, and what it asked for outside.
///
/// Task-local, so that it holds for the one call that compiles and for no other thread.
final class SchemaFence: Sendable {
    @TaskLocal static var current: SchemaFence?

    private let folder: String
    private let refusals = Mutex<[String]>([])

    /// Nil when `path` names nothing.
    init?(around path: String) {
        guard let real = SchemaFence.real(path) else { return nil }
        folder = String(real[...(real.lastIndex(of: "/") ?? real.startIndex)])
    }

    /// What was asked for and not given, in order.
    var refused: [String] { refusals.withLock(\.self) }

    /// The real path of a file inside the folder, links followed; nil for anything else.
    func admitted(_ url: String) -> String? {
        let plain = url.hasPrefix("file://") ? String(url.dropFirst(7)) : url
        // libxml2 escapes what it joins to a base and leaves alone what it is given whole.
        for candidate in [plain, unescaped(plain)] {
            if let real = SchemaFence.real(candidate), real.hasPrefix(folder) { return real }
        }
        refusals.withLock { $0.append(url) }
        return nil
    }

    private func unescaped(_ text: String) -> String {
        guard let plain = xmlURIUnescapeString(text, 0, nil) else { return text }
        defer { vigil_xml_free(plain) }
        return String(cString: plain)
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
