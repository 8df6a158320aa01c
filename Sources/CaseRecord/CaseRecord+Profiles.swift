package import Exporter
import XMLKit

extension CaseRecord {
    /// The built-in profiles and those of another folder, by name.
    package static func profiles(in folder: String? = nil) throws -> [Profile] {
        try RecordError.wrapping {
            try Profile.all(in: Resources.exports())
                + (folder.map { path throws(ExportError) in try Profile.all(in: path) } ?? [])
        }
    }

    package static func profile(_ name: String, in folder: String? = nil) throws -> Profile {
        let all = try profiles(in: folder)
        guard let profile = all.last(where: { $0.name == name }) else {
            throw RecordError(
                .invalid,
                "unknown-profile",
                "there is no profile '\(name.prefix(40))'",
                hint: "profiles are: " + all.map(\.name).joined(separator: ", ")
            )
        }
        return profile
    }

    /// A profile's first form, compiled.
    package static func rendering(of profile: Profile) throws -> Rendering {
        try RecordError.wrapping {
            try Rendering(profile, profile.forms[0], exports: try Resources.exports())
        }
    }

    package static func check(_ profile: Profile) throws -> ProfileCheck.Result {
        try RecordError.wrapping {
            let folder = try Resources.exports()
            let input = profile.input.rawValue
            return ProfileCheck(
                profile,
                exports: folder,
                canonical: try XMLSchema(file: "\(folder)/\(input)/\(input).xsd")
            ).run()
        }
    }

    package static func writeStarterProfile(_ name: String, in folder: String) throws {
        try StarterProfile.write(name, to: folder)
    }

    package static func policy() throws -> DisclosurePolicy {
        try RecordError.wrapping { try DisclosurePolicy.read(Resources.exports() + "/policy.json") }
    }
}
