import ArgumentParser
import CaseRecord
import FoundationEssentials
import Values

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract:
            "Copy the record while it is used, and restore what was written to see that it works.",
        discussion: """
            The log goes to one folder, the wrapped keys to another, best on another medium. Everything that \
            was recorded before the command began is in it. The keys that wrap them are in neither: \
            'vigil keys recover' is for those.

            Examples:
              vigil backup /backup/leeds --keys /vault/leeds-keys
              vigil backup /backup/leeds --incremental --keys /vault/leeds-keys
            """
    )

    @Argument(help: "The backup's folder.", completion: .directory) var folder: String
    @Option(help: "A folder for the copy of the keys, apart from it.", completion: .directory)
    var keys: String?
    @Flag(help: "Add what was recorded since the backup that is there.") var incremental = false
    @OptionGroup var record: RecordOptions
    @OptionGroup var writer: WriterOptions
    @OptionGroup var format: FormatOption

    func run() throws {
        let record = try record.open()
        defer { try? record.close() }
        let progress = Progress("verifying the backup")
        let report = try record.backup(
            to: folder,
            keys: keys,
            incremental: incremental,
            by: try writer.pseudonym(),
            progress: progress.update
        )
        progress.end()
        let newest = report.backup.newest
        guard format.format == .text else {
            return print(
                JSON.object(present: [
                    ("record", .string(report.backup.record.description)),
                    ("file", report.file.map { .string($0.name) }),
                    ("size", JSON(Int(newest.size))), ("root", .string(newest.root)),
                    ("sha256", .string(newest.sha256)), ("keys", .bool(report.hasKeys)),
                ]).pretty()
            )
        }
        if let file = report.file {
            print("backed up \(newest.size) events to \(folder)/\(file.name)")
            print("restored beside it and verified; root \(newest.root)")
        } else {
            print("nothing was recorded since the backup of \(newest.madeAt)")
        }
        if !report.hasKeys {
            Console.warning(
                "no copy of the keys was made: without them the backup can be verified and not read;"
                    + " give --keys FOLDER"
            )
        }
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a record of a backup, in a folder that does not exist yet.",
        discussion: """
            Every hash is verified first. Nothing is written over. When the copy lacks events that this \
            machine has seen, it says how many; then it can be read and not written.

            Example:
              vigil restore /backup/leeds --to leeds.vigil --keys /vault/leeds-keys
            """
    )

    @Argument(help: "The backup's folder.", completion: .directory) var folder: String
    @Option(help: "The folder to make.", completion: .directory) var to: String
    @Option(help: "The folder with the copy of the keys.", completion: .directory) var keys: String?
    @OptionGroup var format: FormatOption

    func run() throws {
        let progress = Progress("restoring")
        let report = try CaseRecord.restore(
            folder,
            to: to,
            keys: keys,
            environment: ProcessInfo.processInfo.environment,
            progress: progress.update
        )
        progress.end()
        guard format.format == .text else {
            return print(
                JSON.object(present: [
                    ("record", .string(report.record.description)), ("path", .string(to)),
                    ("size", JSON(Int(report.size))), ("missing", JSON(Int(report.missing))),
                    ("unitsWithoutKey", JSON(report.withoutKey)),
                ]).pretty()
            )
        }
        print("restored \(report.size) events to \(to), every hash verified")
        if report.missing > 0 {
            Console.warning(
                "this machine has seen \(report.missing) more events of this record: the copy is older,"
                    + " and can be read and not written"
            )
        }
        if keys == nil {
            Console.warning("no keys were restored: nothing can be read; give --keys FOLDER")
        } else if report.withoutKey > 0 {
            Console.warning("\(report.withoutKey) units have no key in that copy of the keys")
        }
    }
}
