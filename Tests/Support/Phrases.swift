package import Foundation

/// Phrases planted to be looked for in bytes afterwards, in every form in which a program may have put
/// them down.
package struct Phrases: Sendable {
    /// As they were written.
    package let texts: [String]
    private let needles: [(name: String, bytes: Data)]

    /// - Parameters:
    ///   - texts: long enough that no chance makes them, and in no other file.
    ///   - bytes: what was sealed, by name: neither may it be left.
    package init(_ texts: [String], bytes: [(name: String, bytes: Data)] = []) {
        self.texts = texts
        var needles: [(name: String, bytes: Data)] = bytes
        for text in texts {
            for (form, text) in Phrases.forms(of: text) {
                for (encoding, data) in Phrases.encodings(of: text) {
                    needles.append(("\(encoding), \(form)", data))
                }
            }
        }
        var seen: Set<Data> = []
        self.needles = needles.filter { seen.insert($0.bytes).inserted }
    }

    /// As written, composed and decomposed, in small letters, without their marks as a search index has
    /// them, escaped as in JSON, and the ends of words: an index keeps beginnings that words share once.
    private static func forms(of text: String) -> [(String, String)] {
        var forms = [
            ("as written", text), ("composed", text.precomposedStringWithCanonicalMapping),
            ("decomposed", text.decomposedStringWithCanonicalMapping),
            ("in small letters", text.lowercased()),
            (
                "folded",
                text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
            ),
        ]
        let escaped = text.utf16.map { unit in
            unit < 128 ? String(UnicodeScalar(UInt8(unit))) : "\\u" + hexadecimal(unit)
        }
        .joined()
        forms.append(("escaped", escaped))
        for word in text.split(separator: " ") where word.utf8.count >= 14 {
            forms.append(("the end of a word", String(word.suffix(max(6, word.count / 2)))))
        }
        return forms
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func encodings(of text: String) -> [(String, Data)] {
        [
            ("UTF-8", Data(text.utf8)),
            ("UTF-16LE", Data(text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })),
            ("UTF-16BE", Data(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })),
            ("base64", Data(Data(text.utf8).base64EncodedString().dropLast(4).utf8)),
        ]
        .filter { $0.1.count >= 6 }
    }

    /// In which forms any of them stands in a file's bytes.
    package func found(in data: Data) -> Set<String> {
        Set(needles.filter { data.range(of: $0.bytes) != nil }.map(\.name))
    }

    /// Files under a folder that hold any of them, with the forms.
    package func holding(under root: String, but left: Set<String> = []) throws -> [String] {
        var holding: [String] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
        where !left.contains(name) {
            guard let data = FileManager.default.contents(atPath: "\(root)/\(name)") else {
                continue
            }
            let forms = found(in: data)
            if !forms.isEmpty { holding.append("\(name): \(forms.sorted())") }
            if !found(in: Data(name.utf8)).isEmpty { holding.append("the name of \(name)") }
        }
        return holding
    }

    /// Files that a process has open, also those that have no name any more.
    package func holding(openIn pid: pid_t, but left: Set<String> = []) throws -> [String] {
        var holding: [String] = []
        let folder = "/proc/\(pid)/fd"
        for number in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let path = "\(folder)/\(number)"
            var status = stat()
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path),
                stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                !left.contains(where: { target.hasPrefix($0) }),
                let handle = FileHandle(forReadingAtPath: path),
                let data = try? handle.readToEnd()
            else { continue }
            let forms = found(in: data)
            if !forms.isEmpty { holding.append("\(target): \(forms.sorted())") }
        }
        return holding
    }
}
