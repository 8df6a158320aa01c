package import Values
package import XMLKit

/// One form of a profile, compiled: what makes a copy of the canonical document and what judges it.
package final class Rendering: Sendable {
    package let profile: Profile
    package let form: Profile.Form
    private let stylesheet: Stylesheet?
    private let schema: XMLSchema?
    private let rules: Stylesheet?

    /// Something in a copy that keeps it from leaving. Never case content.
    package struct Fault: Sendable, Equatable, CustomStringConvertible {
        /// The rule's id, or `schema`.
        package let rule: String
        package let message: String
        /// The entry that it comes from, where it can be told.
        package var entry: Identifier?

        package var description: String { "\(rule): \(message)" }
    }

    /// - Parameter exports: the folder that holds `schematron.xsl`, which makes a stylesheet of a
    ///   profile's rules.
    package init(
        _ profile: Profile,
        _ form: Profile.Form,
        exports: String
    ) throws(ExportError) {
        self.profile = profile
        self.form = form
        do {
            stylesheet = try form.stylesheet.map { file throws(XMLError) in
                try Stylesheet(file: "\(profile.path)/\(file)", functions: .engine)
            }
            schema = try form.schema.map { file throws(XMLError) in
                try XMLSchema(file: "\(profile.path)/\(file)")
            }
            rules = try form.rules.map { file throws(XMLError) in
                let compiler = try Stylesheet(file: "\(exports)/schematron.xsl")
                let written = try XMLTree(file: "\(profile.path)/\(file)")
                return try Stylesheet(try compiler.bytes(of: written), functions: .engine)
            }
        } catch {
            throw ExportError(
                .profile,
                "profile '\(profile.name)' cannot be used: \(error)",
                path: error.file ?? profile.path
            )
        }
    }

    /// The copy of a canonical document, and what is wrong with it.
    package func render(
        _ canonical: [UInt8]
    ) throws(ExportError) -> (bytes: [UInt8], faults: [Fault]) {
        do {
            let bytes = try stylesheet.map { sheet throws(XMLError) in
                try sheet.bytes(of: XMLTree(canonical))
            }
            let copy = bytes ?? canonical
            return (copy, try faults(in: copy))
        } catch {
            throw ExportError(
                .profile,
                "profile '\(profile.name)' makes no document: \(error.message)",
                path: profile.path
            )
        }
    }

    /// The copy of a canonical document, or an error that names the entry that spoils it.
    ///
    /// - Parameter positions: of the case's entries.
    package func copy(
        of canonical: [UInt8],
        positions: [Identifier: Int64],
        for path: String
    ) throws(ExportError) -> [UInt8] {
        let (bytes, faults) = try render(canonical)
        guard let fault = faults.first else { return bytes }
        throw ExportError(
            .invalid,
            "the copy would not be valid (\(fault.rule)): \(fault.message)",
            path: path,
            position: fault.entry.flatMap { positions[$0] }
        )
    }

    /// What the schema and the rules say of a copy, wherever it comes from. They read it at the same time.
    package func faults(in copy: [UInt8]) throws(XMLError) -> [Fault] {
        let judges: [@Sendable ([UInt8]) throws(XMLError) -> [Fault]] = [schemaFaults, ruleFaults]
        let told = concurrentMap(count: judges.count, chunk: 1) { index in
            Result { () throws(XMLError) in try judges[index](copy) }
        }
        let (bySchema, byRules) = (try told[0].get(), try told[1].get())
        // What is not XML was said by the schema already.
        return bySchema + byRules.filter { bySchema.isEmpty || $0.rule != Rendering.notXML }
    }

    private static let notXML = "xml"

    private func schemaFaults(in copy: [UInt8]) throws(XMLError) -> [Fault] {
        guard let schema, !form.isText else { return [] }
        let errors = try schema.validate(copy, refusesEmpty: true)
        let lines = errors.isEmpty ? [] : self.lines(in: copy)
        return errors.map { error in
            Fault(
                rule: "schema",
                message: error.message + (error.line.map { " (line \($0))" } ?? ""),
                entry: error.line.flatMap { identifier(before: $0, in: lines) }
            )
        }
    }

    private func ruleFaults(in copy: [UInt8]) throws(XMLError) -> [Fault] {
        guard let rules else { return [] }
        let document: XMLTree
        do throws(XMLError) {
            document = try form.isText ? XMLTree(lines(of: copy)) : XMLTree(copy)
        } catch {
            return [Fault(rule: Rendering.notXML, message: error.description)]
        }
        return try rules.tree(of: document).root().children.map { found in
            Fault(
                rule: found["rule"] ?? "rule",
                message: "\(found.text) (element '\(found["element"] ?? "")')",
                entry: found["entry"].flatMap { identifier(in: $0) }
            )
        }
    }

    // MARK: - Inside

    /// A text as a document of its lines, for rules to read; an empty line is an empty element.
    private func lines(of text: [UInt8]) -> [UInt8] {
        var document = Array("<lines>".utf8)
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            document += Array("<line>".utf8)
            for byte in XMLText.legal(String(decoding: line, as: UTF8.self)).utf8 {
                switch byte {
                case UInt8(ascii: "<"): document += Array("&lt;".utf8)
                case UInt8(ascii: ">"): document += Array("&gt;".utf8)
                case UInt8(ascii: "&"): document += Array("&amp;".utf8)
                case UInt8(ascii: "\r"): document += Array("&#13;".utf8)
                default: document.append(byte)
                }
            }
            document += Array("</line>\n".utf8)
        }
        return document + Array("</lines>".utf8)
    }

    private func lines(in copy: [UInt8]) -> [ArraySlice<UInt8>] {
        copy.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    /// The nearest identifier at or before a line: that of the entry that the line tells of.
    private func identifier(before line: Int, in lines: [ArraySlice<UInt8>]) -> Identifier? {
        for text in lines.prefix(line).reversed() {
            if let id = identifier(in: String(decoding: text, as: UTF8.self)) { return id }
        }
        return nil
    }

    private func identifier(in text: String) -> Identifier? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 36 else { return nil }
        for start in 0...(bytes.count - 36) {
            if bytes[start + 8] == UInt8(ascii: "-"), bytes[start + 23] == UInt8(ascii: "-"),
                let id = Identifier(String(decoding: bytes[start..<(start + 36)], as: UTF8.self))
            {
                return id
            }
        }
        return nil
    }
}
