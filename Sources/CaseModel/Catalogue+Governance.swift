/// How the service keeps, erases, locks and copies its record. These events outlive every case, so
/// they name cases and units by identifier and hold no case content.
extension Catalogue {
    static let governance: [EventSpec] = [
        EventSpec(
            .retentionScheduleAdopted,
            "Retention schedule adopted",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Puts a version of the rules in force that say how long what is kept.",
            reads: "Adopted retention schedule {name} {version}, from {source}",
            fields: [
                .required("name", .text, "the schedule's name"),
                .required("version", .text, "its version"),
                .required("source", .text, "where its rules come from"),
                .required("sha256", .sha256, "the digest of the file"),
                .required("rules", .object, "the rules, as in the file"),
            ],
            example: """
                {"name": "leeds", "version": "2", "source": "records board, minute 14", "sha256": \
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", \
                "rules": {"child": "25 years"}}
                """
        ),
        EventSpec(
            .erasureRequested,
            "Erasure requested",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records that somebody asked for something to be erased.",
            reads: "Erasure of {extent} asked for by {requester}[, due {due}]",
            fields: [
                .required("case", .text, "the case's stream"),
                .required("extent", .choice(extents), "what is to be erased"),
                .optional("film", .text, "the film's label, when it is one film"),
                .optional("position", .integer(1...Int.max), "the entry, when it is one entry"),
                .required(
                    "requester",
                    .choice(["client", "parent", "child", "third-party", "court", "other"]),
                    "who asked, by part in the case"
                ),
                .optional("due", .date, "by when to answer: one month"),
            ],
            example: """
                {"case": "018f2d3c-5a7b-4c1d-8e2f-0123456789ab", "extent": "film", \
                "film": "film-1", "requester": "client", "due": "2026-12-22"}
                """
        ),
        EventSpec(
            .erasureRefused,
            "Erasure refused",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Answers a request to erase with the ground on which the record stays.",
            reads: "Refused erasure request {request}: {exemption}[; {reason}]",
            fields: [
                .required("request", .event, "the event that holds the request"),
                .required(
                    "exemption",
                    .choice([
                        "legal-obligation", "public-task", "public-health", "archiving",
                        "legal-claims", "hold", "retention-not-over",
                    ]),
                    "the ground, as UK GDPR article 17(3) has it"
                ),
                .optional("reason", .text, "why, without case content"),
            ],
            example: """
                {"request": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", \
                "exemption": "legal-obligation", "reason": "Kept until the child is 25"}
                """
        ),
        EventSpec(
            .disposalProposed,
            "Disposal proposed",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Proposes that units be destroyed. Nothing is destroyed by being due.",
            reads: "Proposed destroying {extent} of {case} ({ground})[, due {due}][: {reason}]",
            fields: [
                .required("case", .text, "the case's stream"),
                .required("extent", .choice(extents), "what the units hold"),
                .required("units", .texts, "the units"),
                .optional("film", .text, "the film's label, when it is one film"),
                .optional("position", .integer(1...Int.max), "the entry, when it is one entry"),
                .required(
                    "ground",
                    .choice([
                        "retention-over", "right-to-erasure", "consent-withdrawn", "court-order",
                        "other",
                    ]),
                    "on what ground"
                ),
                .optional("rules", .texts, "rules of the schedule that say so, with its version"),
                .optional("due", .date, "from when the rules allow it"),
                .optional("request", .event, "the request that it carries out"),
                .required("proposedBy", .staff, "who proposes it"),
                .optional("reason", .text, "why, without case content"),
                .optional(
                    "lastReference",
                    .integer(0...Int.max),
                    "for a whole case: the highest number of a reference in use then; once the case is"
                        + " destroyed, none up to it is given again"
                ),
            ],
            example: """
                {"case": "018f2d3c-5a7b-4c1d-8e2f-0123456789ab", "extent": "case", "units": \
                ["118f2d3c-5a7b-4c1d-8e2f-0123456789ab"], "ground": "retention-over", "rules": \
                ["child (vigil-1)"], "due": "2046-03-01", "proposedBy": "s-records"}
                """
        ),
        EventSpec(
            .disposalAppraised,
            "Disposal appraised",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records what one of the two appraisers found.",
            reads: "{appraisedBy} appraised disposal {proposal}: {outcome}; {reason}",
            fields: [
                .required("proposal", .event, "the proposal"),
                .required(
                    "outcome",
                    .choice(["destroy", "keep", "preserve"]),
                    "destroy, keep for now, or preserve for good"
                ),
                .required("appraisedBy", .staff, "who appraised it"),
                .required("reason", .text, "why, without case content"),
            ],
            rules: ["Two appraise, and neither is who proposed it."],
            example: """
                {"proposal": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "outcome": "destroy", \
                "appraisedBy": "s-privacy", "reason": "No inquiry, nobody asked for it"}
                """
        ),
        EventSpec(
            .disposalScheduled,
            "Disposal scheduled",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Sets the earliest time at which an approved disposal may be carried out.",
            reads: "Scheduled disposal {proposal}, not before {notBefore}",
            fields: [
                .required("proposal", .event, "the proposal"),
                .required("notBefore", .time, "the earliest time"),
            ],
            example: """
                {"proposal": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", \
                "notBefore": "2026-12-06T10:00:00.000Z"}
                """
        ),
        EventSpec(
            .disposalCancelled,
            "Disposal cancelled",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Ends a disposal that was not carried out.",
            reads: "Cancelled disposal {proposal}: {reason}",
            fields: [
                .required("proposal", .event, "the proposal"),
                .required("reason", .text, "why, without case content"),
            ],
            example: """
                {"proposal": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "reason": "A claim was made"}
                """
        ),
        EventSpec(
            .erasureCarriedOut,
            "Erasure carried out",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records what an erasure reached and what it could not reach.",
            reads: "Erased {events} events of {case}[; not reached: {notReached}]",
            fields: [
                .optional("proposal", .event, "the proposal that it carries out"),
                .required("case", .text, "the case's stream"),
                .required("units", .texts, "the units"),
                .required("events", .integer(0...Int.max), "how many events lost their content"),
                .optional("positions", .texts, "their positions, as ranges: 3-17"),
                .required("reached", .texts, "what was cleared"),
                .optional("notReached", .texts, "what is out of reach, such as copies issued"),
                .required("carriedOutBy", .staff, "who carried it out"),
            ],
            example: """
                {"case": "018f2d3c-5a7b-4c1d-8e2f-0123456789ab", "units": \
                ["118f2d3c-5a7b-4c1d-8e2f-0123456789ab"], "events": 120, "positions": ["4-123"], \
                "reached": ["log", "keys", "projections"], \
                "notReached": ["export at position 99"], "carriedOutBy": "s-records"}
                """
        ),
        EventSpec(
            .disposalAttested,
            "Disposal attested",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Certifies how far a destruction has got, up to final.",
            reads: "Attested erasure {erasure}: {state}[; backups expire {backupsExpire}]",
            fields: [
                .required("erasure", .event, "the event that says it was carried out"),
                .required(
                    "state",
                    .choice(["destroyed-live", "kek-retired", "final"]),
                    "key gone here; key-encryption key replaced; no copy left that could open it"
                ),
                .optional("retiredKey", .text, "the key-encryption key that was retired"),
                .optional("backupsExpire", .date, "when the last backup from before expires"),
                .optional("recipientsTold", .texts, "who was told that holds a copy"),
                .required("attestedBy", .staff, "who certifies it"),
            ],
            example: """
                {"erasure": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "state": "kek-retired", \
                "retiredKey": "7c3a9f10", "backupsExpire": "2027-01-31", \
                "attestedBy": "s-privacy"}
                """
        ),
        EventSpec(
            .keysRotated,
            "Keys rotated",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records that a key was replaced, and why.",
            reads: "Replaced the {key} key[ of unit {unit}][: {from} by {to}]; {reason}",
            fields: [
                .required("key", .choice(["key-encryption", "unit", "signing"]), "which key"),
                .optional("unit", .text, "the unit, for a unit key"),
                .optional("from", .text, "the old key's id, or the old verifier key"),
                .optional("to", .text, "the new key's id, or the new verifier key"),
                .optional("epoch", .integer(1...Int.max), "the unit key's new epoch"),
                .optional(
                    "treeSize",
                    .integer(0...Int.max),
                    "the last size that the old key signs"
                ),
                .optional(
                    "handover",
                    .choice(["both", "new-only"]),
                    "of a signing key: who signed that it is replaced; the new one alone if the old is lost"
                ),
                .required(
                    "reason",
                    .choice(["routine", "erasure", "compromise", "staff-left", "recovery"]),
                    "why"
                ),
            ],
            example: """
                {"key": "key-encryption", "from": "7c3a9f10", "to": "18be02c4", \
                "reason": "erasure"}
                """
        ),
        EventSpec(
            .recoveryCopyMade,
            "Recovery copy made",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records that a holder was given a copy of the keys that only they can open.",
            reads: "Made a recovery copy of key {keyEncryptionKey} for {holder}",
            fields: [
                .required("holder", .staff, "who holds it"),
                .required("keyEncryptionKey", .text, "the id of the key-encryption key"),
                .optional("publicKey", .text, "the holder's public key"),
            ],
            example: """
                {"holder": "s-caldicott", "keyEncryptionKey": "7c3a9f10"}
                """
        ),
        EventSpec(
            .recoveryCopyUsed,
            "Recovery copy used",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Records that the keys were restored from a holder's copy.",
            reads: "Restored the keys from the copy of {holder}: {reason}",
            fields: [
                .required("holder", .staff, "whose copy it was"),
                .required("keyEncryptionKey", .text, "the id of the key-encryption key"),
                .required("reason", .text, "why"),
            ],
            example: """
                {"holder": "s-caldicott", "keyEncryptionKey": "7c3a9f10", \
                "reason": "The server's disk failed"}
                """
        ),
        EventSpec(
            .backupMade,
            "Backup made",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose:
                "Records that a copy of the record was made, and restored to see that it works.",
            reads: "Made a {form} backup through position {through}[, verified: {verified}]",
            fields: [
                .required("form", .choice(["full", "incremental"]), "all of it, or what is new"),
                .required("through", .integer(0...Int.max), "the last position that it holds"),
                .optional("from", .integer(1...Int.max), "the first position, if incremental"),
                .required("root", .text, "the log's root there, in base64"),
                .required("sha256", .sha256, "the digest of the copy of the log"),
                .required("verified", .boolean, "whether it was restored and verified"),
            ],
            example: """
                {"form": "full", "through": 120, "root": \
                "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=", "sha256": \
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", \
                "verified": true}
                """
        ),
        EventSpec(
            .recordContinued,
            "Record continued",
            in: .governance,
            keeping: .inGovernance,
            confidentiality: .practice,
            purpose: "Begins a new origin after a copy was restored that lacks signed events.",
            reads: "Continued as {origin} after position {from}: {reason}",
            fields: [
                .required("origin", .text, "the new origin, such as NAME/2"),
                .required("previousOrigin", .text, "the origin before"),
                .required("publicKey", .text, "the key that signs the new origin's checkpoints"),
                .required("from", .integer(0...Int.max), "the last position of the copy"),
                .optional("checkpoint", .text, "the newest checkpoint known of the origin before"),
                .required("reason", .text, "why it was continued"),
            ],
            example: """
                {"origin": "vigil/leeds/2", "previousOrigin": "vigil/leeds", "publicKey": \
                "vigil/leeds/2+7c3a9f10+AZ2Xn1cQ7v9mTq4Lw0pYkR8sUe5HdBfGiJoN6aPzQwEr", \
                "from": 4711, "reason": "The disk failed; the backup is of last night"}
                """
        ),
    ]

    static let extents = ["case", "film", "entry"]
}
