import Foundation
import Support
import XMLKit

/// A sample of a profile's folder, with the schema that it meets.
struct Sample {
    let bytes: [UInt8]
    let schema: XMLSchema?

    static func all() throws -> [Sample] {
        let exports = Checkout.root + "/Exports"
        var samples: [Sample] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: exports).sorted() {
            let folder = "\(exports)/\(name)"
            let files =
                (try? FileManager.default.contentsOfDirectory(atPath: folder + "/samples")) ?? []
            for file in files.sorted() where !file.hasSuffix(".vtt") {
                let isInput = file.hasSuffix(".in.xml")
                let schema =
                    isInput ? "\(exports)/case-record/case-record.xsd" : "\(folder)/\(name).xsd"
                let data = try Data(contentsOf: URL(filePath: "\(folder)/samples/\(file)"))
                samples.append(Sample(bytes: Array(data), schema: try? XMLSchema(file: schema)))
            }
        }
        return samples
    }
}
