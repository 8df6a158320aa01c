import FoundationEssentials
import GRDB
package import Values

extension KeyStore {
    /// Writes all wrapped keys to a new file, made durable. Taken after the copy of the log, it has the
    /// key of every event there, because a key is durable before its first event.
    package func copy(to path: String) throws {
        try LogError.wrapping("copying the keys file") {
            try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
        try LogCopy.settle(path)
    }

    /// Units of a copy of the log whose content is there and whose key a copy of the keys lacks.
    package static func unitsWithoutKey(log: String, keys: String) throws -> [Identifier] {
        let events = try EventLog.connect(to: log, access: .readOnly)
        var configuration = Configuration()
        configuration.readonly = true
        return try LogError.wrapping("comparing a copy of the keys with its log") {
            let store = try DatabaseQueue(path: keys, configuration: configuration)
            defer { try? store.close() }
            let held = try store.read { db -> Set<Data> in
                guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
                    throw LogError.notALog("'keys.sqlite' is not a Vigil keys file")
                }
                return try Set(
                    Data.fetchAll(
                        db,
                        sql: "SELECT DISTINCT unit FROM unit_key WHERE length(wrapped) > 0"
                    )
                )
            }
            let needed = try events.read {
                try Data.fetchAll(
                    $0,
                    sql: """
                        SELECT DISTINCT e.unit FROM sealed AS s JOIN event AS e ON e.position = s.position
                        """
                )
            }
            return needed.filter { !held.contains($0) }.compactMap { Identifier(bytes: $0) }
        }
    }
}
