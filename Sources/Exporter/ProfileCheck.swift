import FoundationEssentials
import Values
package import XMLKit

/// Judges a profile's folder as whoever wrote it would want to know: it compiles, its samples come
/// out as they stand there, and each broken document is refused by the rule meant for it.
package struct ProfileCheck {
    private let profile: Profile
    private let exports: String
    private let canonical: XMLSchema

    /// - Parameters:
    ///   - exports: the folder that holds `schematron.xsl`.
    ///   - canonical: the schema of the document that the profile takes.
    package init(_ profile: Profile, exports: String, canonical: XMLSchema) {
        self.profile = profile
        self.exports = exports
        self.canonical = canonical
    }

    package struct Result: Sendable {
        package fileprivate(set) var complaints: [String] = []
        package fileprivate(set) var samples = 0
        package fileprivate(set) var broken = 0
    }

    package func run() -> Result {
        var result = Result()
        for form in profile.forms {
            do throws(ExportError) {
                let rendering = try Rendering(profile, form, exports: exports)
                try checkSamples(rendering, &result)
                try checkBroken(rendering, &result)
            } catch {
                result.complaints.append(error.message)
            }
        }
        if result.samples == 0 {
            result.complaints.append("samples/ holds no NAME.in.xml with a NAME.out beside it")
        }
        return result
    }

    private func checkSamples(_ rendering: Rendering, _ result: inout Result) throws(ExportError) {
        let ending = ".out." + rendering.form.ending
        for file in names("samples") where file.hasSuffix(ending) {
            let name = String(file.dropLast(ending.count))
            result.samples += 1
            func complain(_ rule: String) {
                result.complaints.append("samples/\(name) (\(rendering.form.ending)): \(rule)")
            }
            // The canonical form has samples that are their own source.
            let source =
                rendering.form.stylesheet == nil
                ? bytes("samples/\(file)") : bytes("samples/\(name).in.xml")
            guard let source, let expected = bytes("samples/\(file)") else {
                complain("there is no \(name).in.xml")
                continue
            }
            do throws(XMLError) {
                for error in try canonical.validate(source) {
                    complain("the input is not valid: \(error)")
                }
            } catch {
                complain("the input is no XML: \(error)")
            }
            let (copy, faults) = try rendering.render(source)
            for fault in faults.prefix(5) { complain("the copy is refused, \(fault)") }
            if !isSame(copy, expected, rendering.form) {
                complain("the copy is not what stands in \(file)")
            }
        }
    }

    /// `broken.json`: texts that are put into a sample's copy, each with the rule that must refuse it.
    private func checkBroken(_ rendering: Rendering, _ result: inout Result) throws(ExportError) {
        guard let written = bytes("broken.json") else { return }
        guard let list = (try? JSON.parse(String(decoding: written, as: UTF8.self)))?.array else {
            result.complaints.append("broken.json is a JSON list")
            return
        }
        for (index, item) in list.enumerated() {
            guard (item["form"]?.string ?? profile.forms[0].ending) == rendering.form.ending else {
                continue
            }
            let rule = item["rule"]?.string ?? ""
            func complain(_ what: String) {
                result.complaints.append("broken.json, item \(index + 1) (\(rule)): \(what)")
            }
            let sample =
                "samples/\(item["sample"]?.string ?? "").out.\(rendering.form.ending)"
            guard let find = item["find"]?.string, let put = item["put"]?.string,
                let copy = bytes(sample).map({ String(decoding: $0, as: UTF8.self) }),
                let place = copy.firstRange(of: find)
            else {
                complain("its sample does not hold what it looks for")
                continue
            }
            let broken = copy[..<place.lowerBound] + put + copy[place.upperBound...]
            result.broken += 1
            let rules: Set<String>
            do throws(XMLError) {
                rules = Set(try rendering.faults(in: Array(broken.utf8)).map(\.rule))
            } catch {
                rules = ["schema"]
            }
            if rules.isEmpty {
                complain("nothing refuses it")
            } else if rules != [rule], rule != "schema" || !rules.contains("schema") {
                complain("it is refused by \(rules.sorted().joined(separator: ", "))")
            }
        }
    }

    // MARK: - Files

    private func isSame(_ copy: [UInt8], _ expected: [UInt8], _ form: Profile.Form) -> Bool {
        if copy == expected { return true }
        guard !form.isText, let a = try? XMLDocument.canonical(copy),
            let b = try? XMLDocument.canonical(expected)
        else { return false }
        return a == b
    }

    private func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(profile.path)/\(folder)")) ?? [])
            .sorted()
    }

    private func bytes(_ file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(profile.path)/\(file)").map { Array($0) }
    }
}
