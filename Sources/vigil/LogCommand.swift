import ArgumentParser
import CaseRecord
import EventLog
import FoundationEssentials
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Give cases to another record, take them in, or watch the log grow.",
        subcommands: [Export.self, Import.self, Tail.self]
    )

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write a case's entries as CloudEvents 1.0, one JSON object a line.",
            discussion: """
                The lines are case content, readable by anybody: protect the file.

                Example:
                  vigil log export C-0001 --purpose direct-care > C-0001.jsonl
                """
        )

        @Argument(help: "The case; all cases if left out.") var name: String?

        @Flag(help: "All events with their kind: staff, settings and looks too. Not for import.")
        var everything = false

        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            guard !everything else {
                try record.exportEverything(for: reader) { print($0) }
                return
            }
            let names = try name.map { [$0] } ?? record.caseSummaries().map { $0.id.description }
            let progress = Progress("exporting")
            for (index, name) in names.enumerated() {
                try record.exportLines(of: name, for: reader) { print($0) }
                progress.update(Int64(index + 1), of: Int64(names.count))
            }
            progress.end()
        }
    }

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Take in another record's entries, all of a file or none.",
            discussion: """
                Entries keep their ids and when they happened; they are recorded now, and the first \
                log's position, time and author are kept and shown. Importing a file twice records \
                nothing twice.

                Example:
                  vigil log import C-0001.jsonl
                """
        )

        @Argument(help: "The file; '-' for standard input.", completion: .file()) var file: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let bytes = try LogCommand.contents(of: file)
            var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
            if lines.last?.isEmpty ?? false { lines.removeLast() }
            let record = try record.open()
            defer { try? record.close() }
            let progress = Progress("importing")
            let report = try record.importLines(lines, by: by, progress: progress.update)
            progress.end()
            print(
                "recorded \(report.recorded) entries of \(report.cases.count) cases;"
                    + " \(report.alreadyThere) were there already"
                    + (report.erased > 0 ? "; \(report.erased) had been erased" : "")
            )
        }
    }

    struct Tail: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tail",
            abstract: "Print the newest events as they can be seen without opening them.",
            discussion: """
                Example:
                  vigil log tail --count 20 --follow
                """
        )

        @Option(help: "How many of the newest.") var count = 10
        @Flag(help: "Go on printing as events come.") var follow = false
        @OptionGroup var record: RecordOptions

        func run() throws {
            let record = try record.open(for: .read)
            var next = max(1, try record.lastPosition() - Int64(max(0, count)) + 1)
            repeat {
                let rows = try record.tail(from: next, count: 1000)
                for row in rows {
                    print(
                        "\(row.position)  \(row.recordedAt)  \(row.kind.rawValue.padded(to: 10))  "
                            + "\(row.by.padded(to: 12))  \(row.stream)  \(row.size) bytes"
                    )
                }
                next += Int64(rows.count)
                if rows.isEmpty, follow {
                    fflush(nil)
                    usleep(200_000)
                }
                if rows.isEmpty, !follow { return }
            } while true
        }
    }

    static func contents(of file: String) throws -> [UInt8] {
        if file == "-" {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                guard count > 0 else { return bytes }
                bytes += buffer[..<count]
            }
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw RecordError(.invalid, "no-file", "the file '\(file)' cannot be read")
        }
        return Array(data)
    }
}
