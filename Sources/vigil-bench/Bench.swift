import CaseModel
import CaseRecord
import EventLog
import Exporter
import FoundationEssentials
import MerkleTree
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What `scripts/bench` measures, and the writer that the crash tests kill. Prints one JSON line a
/// figure, with the members of the C floors beside it.
///
///     vigil-bench append FOLDER N BATCH     N events of 400 bytes, BATCH a transaction, as the floors do
///     vigil-bench command FOLDER N          N commands through the facade, decided, one a transaction
///     vigil-bench load FOLDER               the folder's case of the most events, decoded into state
///     vigil-bench verify FOLDER             the whole log
///     vigil-bench open FOLDER               a record, until it can be asked
///     vigil-bench timeline RECORD CASE      a case's timeline, as of its middle; CASE may be 'largest'
///     vigil-bench export RECORD CASE PROFILE   a copy of a case: made and released, then made alone
///     vigil-bench canonical RECORD CASE FILE   what stylesheets are given, for the C floor
///     vigil-bench export-all RECORD PROFILE FOLDER   every case into a new folder
///     vigil-bench rebuild RECORD            every projection from all events
///     vigil-bench catch-up RECORD N         N commands with projections that follow, and without
///     vigil-bench correct RECORD N          N corrections early in the largest case
///     vigil-bench questions RECORD N        each query and each check of the largest case, N times
///     vigil-bench audit RECORD              every check over every case
///     vigil-bench hammer RECORD CASE N      N commands, each acknowledged on a line when durable
@main
enum Bench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let rest = Array(arguments.dropFirst())
        switch (arguments.first, rest.count) {
        case ("append", 3): try append(rest[0], Int(rest[1]) ?? 0, Int(rest[2]) ?? 1)
        case ("command", 2): try command(rest[0], Int(rest[1]) ?? 0)
        case ("load", 1): try load(rest[0])
        case ("verify", 1): try verify(rest[0])
        case ("open", 1): try open(rest[0])
        case ("timeline", 2): try timeline(rest[0], rest[1])
        case ("export", 3): try export(rest[0], rest[1], rest[2])
        case ("canonical", 3): try canonical(rest[0], rest[1], rest[2])
        case ("export-all", 3): try exportAll(rest[0], rest[1], rest[2])
        case ("rebuild", 1): try rebuild(rest[0])
        case ("catch-up", 2): try catchUp(rest[0], Int(rest[1]) ?? 0)
        case ("correct", 2): try correct(rest[0], Int(rest[1]) ?? 0)
        case ("questions", 2): try questions(rest[0], Int(rest[1]) ?? 0)
        case ("audit", 1): try audit(rest[0])
        case ("hammer", 3): try hammer(rest[0], rest[1], Int(rest[2]) ?? 0)
        default:
            print("usage: see the top of Sources/vigil-bench/Bench.swift")
            exit(64)
        }
    }

    // MARK: Append, as the floors do

    static func append(_ folder: String, _ count: Int, _ batch: Int) throws {
        let log = try LogFolder.create(folder)
        var latencies: [Double] = []
        let watch = Watch()
        var index = 0
        var units: [Int: Identifier] = [:]
        while index < count {
            let start = Watch.now()
            var events: [NewEvent] = []
            let instant = CaseRecord.systemClock()
            try log.write(at: instant) { transaction in
                for _ in 0..<min(batch, count - index) {
                    let stream = Workload.stream(of: index)
                    let unit = try units[stream] ?? transaction.freshUnit()
                    units[stream] = unit
                    events.append(Workload.event(index, in: unit, at: instant))
                    index += 1
                }
                for event in events { try transaction.check(.any, of: event.stream) }
                try transaction.append(events)
            }
            latencies.append(Watch.now() - start)
        }
        watch.emit("vigil", "append \(batch)/tx", count, spread(of: latencies))
        try log.close()
        let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/log.sqlite")[.size]
        let bytes = Double("\(size ?? 0)") ?? 0
        print(
            #"{"system":"vigil","what":"bytes per event","events":\#(count),"bytes_per_event":\#(Int(bytes / Double(max(count, 1))))}"#
        )
    }

    // MARK: One command at a time, through the facade

    static func command(_ folder: String, _ count: Int) throws {
        let record = try CaseRecord.create(
            at: folder,
            .init(
                name: "Bench",
                nation: "england-wales",
                administrator: ("s-bench", "Bench"),
                keepsSecretsInside: true
            )
        )
        let caseID = Identifier(version4: (1, 2))
        func request(_ draft: Draft) -> Request { Request([draft], in: caseID, by: "s-bench") }
        let opened = Occurrence.instant(CaseRecord.systemClock())
        // Somebody who may hand out copies of it.
        for draft in [
            Draft(.staffAdded, at: opened, ["staff": "s-records", "name": "Bench"]),
            Draft(.roleAssigned, at: opened, ["staff": "s-records", "role": "records-manager"]),
        ] {
            try record.record(service: draft, by: "s-bench")
        }
        try record.record(request(Draft(.caseOpened, at: opened, ["reference": "C-0001"])))
        try record.record(
            request(Draft(.personAdded, at: opened, ["person": "mother", "role": "client"]))
        )
        try record.record(
            request(Draft(.sharedReviewHeld, at: opened, ["people": ["mother"]]))
        )
        var latencies: [Double] = []
        let watch = Watch()
        for index in 0..<count {
            let start = Watch.now()
            let data: JSON = [
                "review": "review-1", "speaker": "parent", "person": "mother",
                "startMs": JSON(index * 900), "endMs": JSON(index * 900 + 800),
                "words": .string("He turned when I stopped, number \(index), and I waited"),
            ]
            let now = Occurrence.instant(CaseRecord.systemClock())
            try record.record(request(Draft(.utteranceRecorded, at: now, data, role: "guider")))
            latencies.append(Watch.now() - start)
        }
        watch.emit("vigil", "command 1/tx", count, spread(of: latencies))
        try record.close()
    }

    // MARK: Reading

    static func load(_ folder: String) throws {
        let record = try CaseRecord.open(at: folder, for: .read)
        let largest = try record.largestCase()
        _ = try record.loadedState(of: largest)
        let watch = Watch()
        let count = try record.loadedState(of: largest)
        watch.emit("vigil", "load one case into state", count)
    }

    static func verify(_ folder: String) throws {
        let log = try EventLog.open(at: "\(folder)/log.sqlite", access: .readOnly)
        let key = try LogFolder.verificationKey(folder)
        let verifier = LogVerifier(path: log.path, access: .readOnly, trusting: [key])
        let watch = Watch()
        let verdict = try verifier.verify()
        watch.emit(
            "vigil",
            verdict.isWhole ? "verify" : "verify (damaged)",
            Int(verdict.size.count)
        )
    }

    static func open(_ folder: String) throws {
        let watch = Watch()
        let record = try CaseRecord.open(at: folder, for: .write)
        let cases = try record.findCase("C-0001")
        watch.emit("vigil", "open", 1, ["case": .string(cases.reference)])
    }

    static func timeline(_ folder: String, _ name: String) throws {
        let record = try CaseRecord.open(at: folder, for: .read)
        let reader = try auditor(of: record)
        let name = name == "largest" ? try record.largestCase().description : name
        let all = try record.timeline(of: name, for: reader)
        let middle = all.lines[all.lines.count / 2].standing.entry.recordedAt
        let watch = Watch()
        let view = try record.timeline(of: name, Timeline.Query(asOf: middle), for: reader)
        watch.emit("vigil", "timeline as-of", view.entries.count)
        try record.close()
    }

    /// Somebody who has a role; anybody where nobody has it.
    static func member(of record: CaseRecord, _ role: String) throws -> String {
        let members = try record.staff().members
        return (members.first { $0.roles.contains(role) } ?? members[0]).pseudonym
    }

    static func auditor(of record: CaseRecord) throws -> Reader {
        Reader(staff: try member(of: record, "auditor"), purpose: "audit")
    }

    // MARK: Copies

    private static func order(_ profile: String) -> ExportOrder {
        ExportOrder(
            profile: profile,
            recipient: "Bench",
            purpose: "direct-care",
            basis: "public task",
            overwrite: true
        )
    }

    /// The whole way of a copy, five times, and of that what the profile's folder is asked for: made
    /// by its stylesheet, checked by its schema and its rules.
    static func export(_ folder: String, _ name: String, _ profileName: String) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        defer { try? record.close() }
        let staff = try member(of: record, "records-manager")
        let name = name == "largest" ? try record.largestCase().description : name
        let profile = try CaseRecord.profile(profileName)
        let form = profile.forms[0]
        let file = folder + ".copy." + form.ending
        defer { try? FileManager.default.removeItem(atPath: file) }
        var input = order(profileName)
        input.isInput = true
        let entries = try record.export(name, to: file, input, by: staff)
        guard let canonical = FileManager.default.contents(atPath: file).map({ Array($0) }) else {
            return
        }
        let count = entries.exported + entries.inPart
        for _ in 0..<5 {
            let watch = Watch()
            _ = try record.export(name, to: file, order(profileName), by: staff)
            watch.emit("vigil", "export \(profileName), released", count)
        }
        let compile = Watch()
        let rendering = try CaseRecord.rendering(of: profile)
        compile.emit("vigil", "export \(profileName), compiling", 1)
        for _ in 0..<5 {
            let watch = Watch()
            let (copy, faults) = try rendering.render(canonical)
            watch.emit(
                "vigil",
                "export \(profileName), made and checked",
                count,
                ["bytes": JSON(copy.count), "faults": JSON(faults.count)]
            )
        }
    }

    static func canonical(_ folder: String, _ name: String, _ file: String) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        defer { try? record.close() }
        let staff = try member(of: record, "records-manager")
        let name = name == "largest" ? try record.largestCase().description : name
        var input = order("case-record")
        input.isInput = true
        _ = try record.export(name, to: file, input, by: staff)
    }

    static func exportAll(_ folder: String, _ profile: String, _ out: String) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        defer { try? record.close() }
        let staff = try member(of: record, "records-manager")
        let watch = Watch()
        let (receipts, failures) = try record.exportAll(to: out, order(profile), by: staff)
        watch.emit(
            "vigil",
            "export-all \(profile), cases",
            receipts.count,
            ["failed": JSON(failures.count)]
        )
    }

    // MARK: For the crash tests

    static func hammer(_ folder: String, _ name: String, _ count: Int) throws {
        let record = try CaseRecord.open(at: folder)
        let summary = try record.findCase(name)
        let staff = try record.staff().members[0].pseudonym
        for index in 0..<count {
            let now = CaseRecord.systemClock()
            let receipt = try record.record(
                Request(
                    [
                        Draft(
                            .progressNote,
                            at: .instant(now),
                            ["text": .string("note \(index) of process \(getpid())")]
                        )
                    ],
                    in: summary.id,
                    by: staff
                )
            )
            var line = "\(receipt.entries[0].position) \(receipt.entries[0].id)\n"
            line.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        }
        try record.close()
    }

    /// Half, nearly all and the longest of some transactions, from seconds to microseconds.
    static func spread(of latencies: [Double]) -> JSON {
        let sorted = latencies.sorted()
        return .object(present: [
            ("tx_p50_us", JSON(Int(percentile(sorted, 0.5) * 1e6))),
            ("tx_p99_us", JSON(Int(percentile(sorted, 0.99) * 1e6))),
            ("tx_max_us", JSON(Int((sorted.last ?? 0) * 1e6))),
        ])
    }

    static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[Int(share * Double(sorted.count - 1) + 0.5)]
    }
}

/// Wall and processor time of a part, and the process's peak memory.
struct Watch {
    private let start = now()
    private let cpu = cpuSeconds()

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func usage() -> rusage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage
    }

    private static func cpuSeconds() -> Double {
        let usage = usage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    func emit(_ system: String, _ what: String, _ events: Int, _ more: JSON = .object([])) {
        let wall = Watch.now() - start
        let cpu = Watch.cpuSeconds() - cpu
        func decimal(_ value: Double, _ places: Double) -> JSON {
            .number(String((value * places).rounded() / places))
        }
        let line = JSON.object(
            [
                JSON.Member("system", .string(system)), .init("what", .string(what)),
                .init("events", JSON(events)), .init("wall_s", decimal(wall, 1e5)),
                .init("per_s", JSON(Int(Double(events) / max(wall, 1e-9)))),
                .init("client_cpu_us_per_event", decimal(cpu * 1e6 / Double(max(events, 1)), 1e3)),
                .init("peak_kib", JSON(Int(Watch.usage().ru_maxrss))),
            ] + (more.members ?? [])
        )
        print(line.text)
    }
}
