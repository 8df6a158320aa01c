import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file and a port that a parser must not touch: whoever opens the pipe waits for ever, and who
/// asks the port is seen.
package final class Trap {
    package let pipe: String
    package let port: Int
    private let socket: CInt

    struct Failure: Error {}

    package init(in folder: String) throws {
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

    package var isUntouched: Bool { accept(socket, nil, nil) < 0 && errno == EWOULDBLOCK }
}

/// Changes a document in one to three ways of many, the same for the same seed.
package struct Mutation {
    private var state: UInt64
    private let hostile: [String]

    package init(seed: UInt64, file: String, port: Int) {
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

    package mutating func of(_ bytes: [UInt8]) -> [UInt8] {
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

    /// A document that most often still is XML, with a value, a text or a whole element changed,
    /// taken out, or put in twice: what comes past a parser, and into a stylesheet or a rule.
    package mutating func tame(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...(next() % 3) {
            let words = [
                "", "0", "-1", "99999999999999999999", "1e309", "NaN", "\u{FFFD}", "zq", "/",
            ]
            let word = words[next() % words.count]
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            var kept = lines.map { Array($0) }
            let place = next() % kept.count
            switch next() % 5 {
            case 0:
                // The value of an attribute.
                let line = kept[place]
                let quotes = line.indices.filter { line[$0] == UInt8(ascii: "\"") }
                guard quotes.count >= 2 else { continue }
                let first = next() % (quotes.count / 2) * 2
                kept[place].replaceSubrange(
                    (quotes[first] + 1)..<quotes[first + 1],
                    with: word.utf8
                )
            case 1:
                // A text between tags.
                let line = kept[place]
                guard let start = line.firstIndex(of: UInt8(ascii: ">")),
                    let end = line[start...].firstIndex(of: UInt8(ascii: "<"))
                else { continue }
                kept[place].replaceSubrange((start + 1)..<end, with: word.utf8)
            case 2 where isWhole(kept[place]): kept.remove(at: place)
            case 3 where isWhole(kept[place]): kept.insert(kept[place], at: next() % kept.count)
            case 4:
                let other = next() % kept.count
                if isWhole(kept[place]), isWhole(kept[other]) { kept.swapAt(place, other) }
            default: continue
            }
            bytes = Array(kept.joined(separator: [UInt8(ascii: "\n")]))
        }
        return bytes
    }

    /// Whether a line opens as many elements as it closes.
    private func isWhole(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        let ends = text.components(separatedBy: "</").count - 1
        let empty = text.components(separatedBy: "/>").count - 1
        let starts = text.components(separatedBy: "<").count - 1 - ends
        return starts > 0 && starts == ends + empty
    }

    private mutating func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33)
    }
}
