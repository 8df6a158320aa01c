import Crypto
import FoundationEssentials
import Values

/// A read model as an analyst writes it: a folder with `manifest.json`, `schema.sql`, `apply.sql`.
package struct ProjectionFolder: Sendable {
    package let name: String
    /// The event types it takes; nil for all.
    package let types: Set<String>?
    /// SHA-256 of schema.sql, a zero byte and apply.sql: another version, another file.
    package let version: String
    let schema: String
    let apply: String

    package static func read(_ path: String) throws(ProjectionError) -> ProjectionFolder {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        func text(_ file: String) throws(ProjectionError) -> String {
            guard let data = FileManager.default.contents(atPath: "\(path)/\(file)"),
                let text = String(validating: data, as: UTF8.self)
            else { throw .invalid("\(name)/\(file) is missing or not UTF-8") }
            return text
        }
        let written = try text("manifest.json")
        let manifest: JSON
        do throws(JSONError) {
            manifest = try JSON.parse(written)
        } catch {
            throw .invalid("\(name)/manifest.json is not JSON: \(error)")
        }
        guard manifest["name"]?.string == name else {
            throw .invalid("\(name)/manifest.json: 'name' is the folder's name")
        }
        let types: Set<String>?
        switch manifest["types"] {
        case .string("*"): types = nil
        case .array(let list): types = Set(list.compactMap(\.string))
        default: throw .invalid("\(name)/manifest.json: 'types' is a list of event types or \"*\"")
        }
        let schema = try text("schema.sql")
        let apply = try text("apply.sql")
        var hash = SHA256()
        hash.update(data: Array(schema.utf8))
        hash.update(data: [0])
        hash.update(data: Array(apply.utf8))
        return ProjectionFolder(
            name: name,
            types: types,
            version: hexadecimal(Array(hash.finalize())),
            schema: schema,
            apply: apply
        )
    }
}

package enum ProjectionError: Error, Sendable, Equatable {
    case invalid(String)
    /// A file that another version of the folder wrote, or none of ours.
    case otherVersion
    case unavailable(String)
    /// The SQL of a folder failed; never with content.
    case failed(projection: String, position: Int64, String)
}
