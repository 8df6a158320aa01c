import Crypto
import Foundation
import GRDB
import Values

/// Rewrites a log from docs/LOG_FORMAT.md, sharing no code with the program: what somebody with the file
/// and without the signing key can do.
enum Forger {
    /// Changes the author of one event and computes all leaves and tree hashes anew.
    static func rewrite(_ path: String, record: Identifier, at position: Int64) throws -> Int {
        var count = 0
        try Shell.tamper(path) { db in
            try db.execute(
                sql: "UPDATE event SET \"by\" = 's-other' WHERE position = ?",
                arguments: [position]
            )
            var peaks: [Data] = []
            var leaves: [Data: Data] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM event ORDER BY position") {
                let at: Int64 = row["position"]
                let stream: Data = row["stream"]
                let leaf = hash([0], text(row, record, leaves[stream]))
                leaves[stream] = leaf
                var completed = [leaf]
                var index = at - 1
                var top = leaf
                while index & 1 == 1 {
                    top = hash([1], peaks.removeLast() + top)
                    completed.append(top)
                    index >>= 1
                }
                peaks.append(top)
                try db.execute(
                    sql: "UPDATE event SET hashes = ? WHERE position = ?",
                    arguments: [completed.reduce(Data(), +), at]
                )
                count += 1
            }
        }
        return count
    }

    private static func hash(_ prefix: [UInt8], _ data: Data) -> Data {
        Data(SHA256.hash(data: Data(prefix) + data))
    }

    private static func text(_ row: Row, _ record: Identifier, _ prev: Data?) -> Data {
        func uuid(_ column: String) -> String {
            let data: Data = row[column]
            return Identifier(bytes: data)?.description ?? ""
        }
        func base64(_ column: String) -> String {
            (row[column] as Data?)?.base64EncodedString() ?? "-"
        }
        let at = Instant(milliseconds: row["recorded_at"])
        let n: Int64 = row["n"]
        let size: Int64 = row["size"]
        let lines = [
            "vigil-event/v1", "log \(record)", "id \(uuid("id"))", "stream \(uuid("stream"))",
            "n \(n)", "kind \(row["kind"] as String)", "at \(at)", "by \(row["by"] as String)",
            "unit \(uuid("unit"))", "prev \(prev?.base64EncodedString() ?? "-")", "size \(size)",
            "sealed \(base64("sealed"))", "content \(base64("content"))",
        ]
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }
}
