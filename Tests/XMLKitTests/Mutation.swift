import Foundation
import Support
import XMLKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A sample of a profile's folder, with the schema that it meets.
struct Sample {
    let bytes: [UInt8]
    let schema: XMLSchema?

    static func all() throws -> [Sample] {
        let exports = Checkout.root + "/Exports"
        var samples: [Sample] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: exports).sorted() {
            let folder = "\(exports)/\(name)"
            let files =
                (try? FileManager.default.contentsOfDirectory(atPath: folder + "/samples")) ?? []
            for file in files.sorted() where !file.hasSuffix(".vtt") {
                let isInput = file.hasSuffix(".in.xml")
                let schema =
                    isInput ? "\(exports)/case-record/case-record.xsd" : "\(folder)/\(name).xsd"
                let data = try Data(contentsOf: URL(filePath: "\(folder)/samples/\(file)"))
                samples.append(Sample(bytes: Array(data), schema: try? XMLSchema(file: schema)))
            }
        }
        return samples
    }
}

/// A file and a port that a parser must not touch: whoever opens the pipe waits for ever, and who
/// asks the port is seen.
final class Trap {
    let pipe: String
    let port: Int
    private let socket: CInt

    struct Failure: Error {}

    init(in folder: String) throws {
        pipe = folder + "/pipe"
        guard mkfifo(pipe, 0o600) == 0 else { throw Failure() }
        #if canImport(Glibc)
        let stream = CInt(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        socket = Trap.make(stream)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 8) == 0
                    && getsockname(socket, $0, &length) == 0
            }
        }
        guard socket >= 0, isBound, fcntl(socket, F_SETFL, O_NONBLOCK) == 0 else {
            throw Failure()
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { _ = close(socket) }

    private static func make(_ stream: CInt) -> CInt {
        #if canImport(Glibc)
        Glibc.socket(AF_INET, stream, 0)
        #else
        Darwin.socket(AF_INET, stream, 0)
        #endif
    }

    var isUntouched: Bool { accept(socket, nil, nil) < 0 && errno == EWOULDBLOCK }
}

/// Changes a document in one to three ways of many, the same for the same seed.
struct Mutation {
    private var state: UInt64
    private let hostile: [String]

    init(seed: UInt64, file: String, port: Int) {
        state = seed
        let deep = String(repeating: "<a>", count: 300)
        let laughs =
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
        hostile = [
            "<!DOCTYPE x SYSTEM \"\(file)\">", laughs, "&c;", "&e;", "%p;", deep,
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file://\(file)\">]>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:\(port)/p\"> %p;]>",
            "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"\(file)\"/>",
            " xsi:schemaLocation=\"urn:x http://127.0.0.1:\(port)/x.xsd\"",
            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:noNamespaceSchemaLocation=\"\(file)\"",
            "<?xml-stylesheet href=\"\(file)\"?>", "<?xml version=\"1.1\"?>", "<![CDATA[", "]]>",
            "<!--", "-->", "\u{0}", "\u{FFFE}", "&#0;", "&#xD800;", "<", ">", "\"", "&amp", "<a/>",
            " a=\"" + String(repeating: "x", count: 100_000) + "\"",
            String(repeating: " b=\"\"", count: 600), String(repeating: "<b", count: 2_000),
        ]
    }

    mutating func of(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(next() % 3) {
            let place = next() % (bytes.count + 1)
            let end = min(bytes.count, place + 1 + next() % 200)
            switch next() % 7 {
            case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.removeSubrange(place...)
            case 4: bytes.insert(contentsOf: hostile[next() % hostile.count].utf8, at: place)
            case 5:
                // Where a parser is most willing: before the root, or inside a start tag.
                let close = bytes.firstIndex(of: UInt8(ascii: ">")) ?? 0
                bytes.insert(
                    contentsOf: hostile[next() % hostile.count].utf8,
                    at: min(bytes.count, close + next() % 2)
                )
            default: bytes.swapAt(0, min(bytes.count - 1, place))
            }
            if bytes.isEmpty { bytes = [UInt8(ascii: "<")] }
        }
        return bytes
    }

    private mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
    }
}
