import FoundationEssentials
package import CaseModel
import Values

/// An export format as an integration engineer writes it: a folder with `manifest.json`, and for
/// each form a stylesheet, a schema and rules.
package struct Profile: Sendable {
    package let name: String
    package let path: String
    package let version: Int
    package let title: String
    package let purpose: String
    package let input: Input
    /// For whom its copies are, as the disclosure policy asks.
    package let audience: String
    /// The kind of thing that a copy is of, when it is not of the whole case.
    package let of: Thing?
    package let forms: [Form]
    /// What the profile promises to show whenever its copy was given it: types of entries with all
    /// their fields, `TYPE.FIELD`, or `*` for everything. Nil when it promises nothing of the kind.
    package let holds: Set<String>?

    package enum Input: String, CaseIterable, Sendable {
        case caseRecord = "case-record"
        case accessLog = "access-log"
    }

    /// One way of writing it, chosen by the ending of the file's name.
    package struct Form: Sendable, Hashable {
        package let ending: String
        package let mediaType: String
        package let isText: Bool
        /// Nil for the canonical document itself.
        package let stylesheet: String?
        package let schema: String?
        package let rules: String?
    }

    package static func read(_ path: String) throws(ExportError) -> Profile {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        func wrong(_ rule: String) -> ExportError {
            ExportError(.profile, "\(name)/manifest.json: \(rule)", path: path)
        }
        guard let data = FileManager.default.contents(atPath: "\(path)/manifest.json"),
            let text = String(validating: data, as: UTF8.self)
        else { throw wrong("it is missing or not UTF-8") }
        let manifest: JSON
        do throws(JSONError) {
            manifest = try JSON.parse(text)
        } catch {
            throw wrong("it is not JSON: \(error)")
        }
        guard manifest["name"]?.string == name else { throw wrong("'name' is the folder's name") }
        guard let version = manifest["version"]?.integer, version > 0 else {
            throw wrong("'version' is a whole number from 1")
        }
        guard let input = manifest["input"]?.string.flatMap(Input.init) else {
            throw wrong("'input' is case-record or access-log")
        }
        guard let audience = manifest["audience"]?.string,
            DisclosurePolicy.audiences.contains(audience)
        else {
            throw wrong(
                "'audience' is one of \(DisclosurePolicy.audiences.joined(separator: ", "))"
            )
        }
        let of = manifest["of"]?.string
        guard of == nil || of == "film" || of == "review" else {
            throw wrong("'of' is film, review or null")
        }
        let forms = try (manifest["forms"]?.array ?? []).map { json throws(ExportError) in
            guard let ending = json["ending"]?.string, isName(ending),
                let mediaType = json["mediaType"]?.string
            else { throw wrong("a form has an ending of letters, and a mediaType") }
            for part in ["stylesheet", "schema", "rules"] {
                // A plain name: nothing of a profile lies outside its folder.
                if let file = json[part]?.string, file.contains("/") || file.hasPrefix(".") {
                    throw wrong("'\(part)' is a file of the folder")
                }
            }
            return Form(
                ending: ending,
                mediaType: mediaType,
                isText: json["method"]?.string == "text",
                stylesheet: json["stylesheet"]?.string,
                schema: json["schema"]?.string,
                rules: json["rules"]?.string
            )
        }
        guard !forms.isEmpty else { throw wrong("'forms' has at least one form") }
        let holds = manifest["holds"].map { Set($0.strings) }
        if let unknown = holds?.subtracting(["*"]).first(where: { !isKnown($0) }) {
            throw wrong(
                "'holds' is a list of event types, and of fields of types as TYPE.FIELD, and "
                    + "'\(unknown.prefix(40))' is neither"
            )
        }
        return Profile(
            name: name,
            path: path,
            version: version,
            title: manifest["title"]?.string ?? name,
            purpose: manifest["purpose"]?.string ?? "",
            input: input,
            audience: audience,
            of: of.flatMap { Thing(rawValue: $0) },
            forms: forms,
            holds: holds
        )
    }

    /// Whether every copy shows that field of such an entry, if it was given it.
    package func promises(_ field: String, of type: EventType) -> Bool {
        guard let holds else { return false }
        return holds.contains("*") || holds.contains(type.rawValue)
            || holds.contains("\(type.rawValue).\(field)")
    }

    private static func isKnown(_ promise: String) -> Bool {
        let parts = promise.split(separator: ".", omittingEmptySubsequences: false)
        guard let type = EventType(rawValue: String(parts[0])) else { return false }
        return parts.count == 1 || parts.count == 2 && type.spec.field(String(parts[1])) != nil
    }

    /// All folders with a manifest in `path`, by name.
    package static func all(in path: String) throws(ExportError) -> [Profile] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var profiles: [Profile] = []
        for name in names.sorted()
        where FileManager.default.fileExists(atPath: "\(path)/\(name)/manifest.json") {
            profiles.append(try read("\(path)/\(name)"))
        }
        return profiles
    }

    /// The form for a file of that name.
    package func form(for file: String) throws(ExportError) -> Form {
        if let form = forms.first(where: { file.hasSuffix("." + $0.ending) }) { return form }
        if forms.count == 1 { return forms[0] }
        let endings = forms.map { "." + $0.ending }.joined(separator: " or ")
        throw ExportError(.profile, "a file of profile '\(name)' ends in \(endings)", path: file)
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (97...122).contains($0) }
    }
}
