import Crypto
import FoundationEssentials
import Values

/// A read model as an analyst writes it: a folder with `manifest.json`, `schema.sql`, `apply.sql`.
package struct ProjectionFolder: Sendable {
    package let name: String
    package let path: String
    package let purpose: String
    /// The event types it takes; nil for all.
    package let types: Set<String>?
    /// practice, clinical or restricted: what is more confidential is withheld from it.
    package let ceiling: String
    /// The table and columns that a full-text index is kept of.
    package let search: Search?
    /// What each column means, by table and column.
    package let meanings: [String: [String: String]]
    /// SHA-256 of schema.sql, a zero byte and apply.sql: another version, another file.
    package let version: String
    package let schema: SQLScript
    package let apply: SQLScript

    package struct Search: Sendable, Equatable {
        package let table: String
        package let columns: [String]
    }

    /// From least to most confidential.
    package static let classes = ["practice", "clinical", "restricted"]

    package static func read(_ path: String) throws(ProjectionError) -> ProjectionFolder {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        func text(_ file: String) throws(ProjectionError) -> String {
            guard let data = FileManager.default.contents(atPath: "\(path)/\(file)"),
                let text = String(validating: data, as: UTF8.self)
            else { throw .invalid("\(name)/\(file) is missing or not UTF-8") }
            return text
        }
        func wrong(_ rule: String) -> ProjectionError { .invalid("\(name)/manifest.json: \(rule)") }
        let written = try text("manifest.json")
        let manifest: JSON
        do throws(JSONError) {
            manifest = try JSON.parse(written)
        } catch {
            throw .invalid("\(name)/manifest.json is not JSON: \(error)")
        }
        guard manifest["name"]?.string == name else { throw wrong("'name' is the folder's name") }
        guard !name.isEmpty,
            name.utf8.allSatisfy({ (97...122).contains($0) || $0 == 45 || (48...57).contains($0) })
        else { throw wrong("a name is of a-z, 0-9 and -") }
        let types: Set<String>?
        switch manifest["types"] {
        case .string("*"): types = nil
        case .array(let list): types = Set(list.compactMap(\.string))
        default: throw wrong("'types' is a list of event types or \"*\"")
        }
        guard let ceiling = manifest["confidentiality"]?.string, classes.contains(ceiling) else {
            throw wrong("'confidentiality' is one of \(classes.joined(separator: ", "))")
        }
        var search: Search?
        if let wanted = manifest["search"] {
            guard let table = wanted["table"]?.string, let columns = wanted["columns"]?.strings,
                !columns.isEmpty
            else { throw wrong("'search' names a table and its columns") }
            search = Search(table: table, columns: columns)
        }
        let schema = try text("schema.sql")
        let apply = try text("apply.sql")
        var hash = SHA256()
        hash.update(data: Array(schema.utf8))
        hash.update(data: [0])
        hash.update(data: Array(apply.utf8))
        return ProjectionFolder(
            name: name,
            path: path,
            purpose: manifest["purpose"]?.string ?? "",
            types: types,
            ceiling: ceiling,
            search: search,
            meanings: meanings(manifest["columns"]),
            version: hexadecimal(Array(hash.finalize())),
            schema: SQLScript(schema),
            apply: SQLScript(apply)
        )
    }

    private static func meanings(_ json: JSON?) -> [String: [String: String]] {
        var meanings: [String: [String: String]] = [:]
        for table in json?.members ?? [] {
            for column in table.value.members ?? [] {
                meanings[table.name, default: [:]][column.name] = column.value.string ?? ""
            }
        }
        return meanings
    }

    /// All folders with a manifest in `path`, by name.
    package static func all(in path: String) throws(ProjectionError) -> [ProjectionFolder] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var folders: [ProjectionFolder] = []
        for name in names.sorted()
        where FileManager.default.fileExists(atPath: "\(path)/\(name)/manifest.json") {
            folders.append(try read("\(path)/\(name)"))
        }
        return folders
    }

    /// Whether rows of this event are for it.
    package func takes(_ type: String?) -> Bool {
        guard let types else { return true }
        return type.map(types.contains) ?? false
    }

    /// Whether nothing is too confidential for its file.
    var holdsEverything: Bool { ceiling == "restricted" }

    /// Whether what is as confidential as this may stand in its file.
    func mayHold(_ confidentiality: String?) -> Bool {
        guard !holdsEverything else { return true }
        let rank = { (name: String) in ProjectionFolder.classes.firstIndex(of: name) ?? 2 }
        return rank(confidentiality ?? "restricted") <= rank(ceiling)
    }
}

package enum ProjectionError: Error, Sendable, Equatable {
    case invalid(String)
    /// A file that another version of the folder wrote, or none of ours.
    case otherVersion
    case unavailable(String)
    /// The SQL of a folder failed; never with content.
    case failed(Failure)

    /// Where a folder's SQL went wrong.
    package struct Failure: Sendable, Equatable {
        package let projection: String
        /// `apply.sql`, 1-based line of the statement.
        package let file: String
        package let line: Int
        /// The event that it failed at, if it was found.
        package var position: Int64?
        package let reason: String

        package var sentence: String {
            "\(projection)/\(file), line \(line): \(reason)"
                + (position.map { ", at position \($0)" } ?? "")
        }
    }
}
