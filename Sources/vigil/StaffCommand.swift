import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct StaffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Who works with this record, and in what roles.",
        subcommands: [Add.self, List.self, Assign.self, End.self, Roles.self]
    )

    static let roles = Catalogue.roles

    static func check(_ roles: [String]) throws {
        for role in roles where !StaffCommand.roles.contains(role) {
            throw RecordError(
                .invalid,
                "usage",
                "there is no role '\(role.prefix(40))'",
                hint: "roles are \(StaffCommand.roles.joined(separator: ", "))"
            )
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a member of staff.",
            discussion: """
                Entries carry the pseudonym, readable for ever; the name is sealed.

                Example:
                  vigil staff add --name "Sam Sample" --role trainee --post psychotherapist
                """
        )

        @Option(help: "Their name.") var name: String
        @Option(help: "Their role; may be given more than once.", completion: .list(roles))
        var role: [String] = []
        @Option(help: "Their pseudonym; made up if left out.") var pseudonym: String?
        @Option(help: "The post they hold.") var post: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            try StaffCommand.check(role)
            let record = try record.open()
            defer { try? record.close() }
            let by = try writer.pseudonym()
            let staff = pseudonym ?? madeUpPseudonym()
            let now = Occurrence.instant(CaseRecord.systemClock())
            try record.record(
                service: Draft(
                    .staffAdded,
                    at: now,
                    .object(present: [
                        ("staff", .string(staff)), ("name", .string(name)),
                        ("post", post.map(JSON.string)),
                    ])
                ),
                by: by
            )
            for role in role {
                try record.record(
                    service: Draft(
                        .roleAssigned,
                        at: now,
                        ["staff": .string(staff), "role": .string(role)]
                    ),
                    by: by
                )
            }
            print("added \(staff)\(role.isEmpty ? "" : " as \(role.joined(separator: ", "))")")
        }
    }

    struct Assign: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign",
            abstract: "Give somebody a role.",
            discussion: """
                Example:
                  vigil staff assign s-k3vxa supervisor --from 2026-09-01
                """
        )

        @Argument(help: "Whose role.") var pseudonym: String
        @Argument(help: "The role.", completion: .list(roles)) var role: String
        @Option(help: "From which day.") var from: String?
        @Option(help: "Until which day.") var until: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let record = try record.open()
            defer { try? record.close() }
            try record.record(
                service: Draft(
                    .roleAssigned,
                    at: .instant(CaseRecord.systemClock()),
                    .object(present: [
                        ("staff", .string(pseudonym)), ("role", .string(role)),
                        ("from", from.map(JSON.string)), ("until", until.map(JSON.string)),
                    ])
                ),
                by: try writer.pseudonym()
            )
            print("\(pseudonym) is \(role)")
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "Take a role away.",
            discussion: """
                Example:
                  vigil staff end s-k3vxa trainee --reason accredited
                """
        )

        @Argument(help: "Whose role.") var pseudonym: String
        @Argument(help: "The role.", completion: .list(roles)) var role: String
        @Option(help: "Why.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let record = try record.open()
            defer { try? record.close() }
            try record.record(
                service: Draft(
                    .roleEnded,
                    at: .instant(CaseRecord.systemClock()),
                    .object(present: [
                        ("staff", .string(pseudonym)), ("role", .string(role)),
                        ("reason", reason.map(JSON.string)),
                    ])
                ),
                by: try writer.pseudonym()
            )
            print("\(pseudonym) is no longer \(role)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show who there is.",
            discussion: """
                Example:
                  vigil staff list --format json
                """
        )

        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let members = try record.staff().members
            switch format.format {
            case .text:
                print(
                    Console.table(
                        [["PSEUDONYM", "NAME", "ROLES"]]
                            + members.map {
                                [$0.pseudonym, $0.name, $0.roles.joined(separator: ", ")]
                            }
                    )
                )
            case .json:
                let list = members.map { member in
                    JSON.object(present: [
                        ("staff", .string(member.pseudonym)), ("name", .string(member.name)),
                        ("post", member.post.map(JSON.string)), ("roles", JSON(member.roles)),
                    ])
                }
                print(JSON.array(list).pretty())
            case .csv:
                print(Console.csv(["staff", "name", "roles"]), terminator: "")
                for member in members {
                    let roles = member.roles.joined(separator: " ")
                    print(Console.csv([member.pseudonym, member.name, roles]), terminator: "")
                }
            }
        }
    }

    struct Roles: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "roles",
            abstract: "Show what each role may see for each purpose, and why.",
            discussion: """
                P, C and R are entries of the classes practice, clinical and restricted; 'own' is of \
                cases that the reader has to do with, 'all' of every case; 'figures' is reports and \
                queries without entries; 'looks' is the log of who looked.

                Example:
                  vigil staff roles
                  vigil staff roles --format csv
                """
        )

        @OptionGroup var format: FormatOption

        func run() {
            let policy = AccessPolicy.builtIn
            switch format.format {
            case .text:
                print("policy \(policy.name)-\(policy.version)")
                for role in StaffCommand.roles {
                    print("\n" + Console.styled(role, .bold))
                    print(
                        Console.table(
                            policy.rules.filter { $0.role == role }.map {
                                ["  " + $0.purpose, Roles.word($0), $0.reason]
                            }
                        )
                    )
                }
            case .json:
                let rules = policy.rules.map { rule -> JSON in
                    [
                        "role": .string(rule.role), "purpose": .string(rule.purpose),
                        "reach": .string(rule.reach.rawValue),
                        "sees": JSON(rule.sees.sorted().map(\.rawValue)),
                        "shows": .string(rule.shows.rawValue), "looks": .bool(rule.looks),
                        "reason": .string(rule.reason),
                    ]
                }
                print(
                    JSON.object(present: [
                        ("policy", .string(policy.name)), ("version", JSON(policy.version)),
                        ("rules", .array(rules)),
                    ]).pretty()
                )
            case .csv:
                print(
                    Console.csv(["role", "purpose", "reach", "sees", "shows", "looks", "reason"]),
                    terminator: ""
                )
                for rule in policy.rules {
                    print(
                        Console.csv([
                            rule.role, rule.purpose, rule.reach.rawValue,
                            rule.sees.sorted().map(\.rawValue).joined(separator: " "),
                            rule.shows.rawValue, String(rule.looks), rule.reason,
                        ]),
                        terminator: ""
                    )
                }
            }
        }

        private static func word(_ rule: AccessPolicy.Rule) -> String {
            guard rule.reach != .none else { return "nothing" }
            let classes = rule.sees.sorted().map { $0.rawValue.prefix(1).uppercased() }.joined()
            let parts = [
                classes, rule.shows == .figures ? "figures" : "", rule.looks ? "looks" : "",
            ]
            return (rule.reach == .allCases ? "all: " : "own: ")
                + parts.filter { !$0.isEmpty }.joined(separator: ", ")
        }
    }
}
