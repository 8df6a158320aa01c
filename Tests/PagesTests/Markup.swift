import Testing

/// A strict reader of what `HTML` writes: whatever it would not write itself is a fault.
struct Markup {
    private(set) var faults: [String] = []
    private(set) var texts: [String] = []
    /// Element names, in order.
    private(set) var names: [String] = []
    private(set) var attributes: [(element: String, name: String, value: String)] = []

    private static let void: Set = ["meta"]

    init(_ html: String) {
        var open: [String] = []
        var rest = Substring(html)
        guard rest.hasPrefix("<!DOCTYPE html>\n") else {
            faults.append("no document type")
            return
        }
        rest.removeFirst("<!DOCTYPE html>\n".count)
        while !rest.isEmpty {
            if open.last == "style" {
                // Raw text: it ends at the first end tag, whatever else it holds.
                let end = rest.firstRange(of: "</")?.lowerBound ?? rest.endIndex
                rest = rest[end...]
            }
            let start = rest.firstIndex(of: "<") ?? rest.endIndex
            if start > rest.startIndex { read(text: rest[..<start]) }
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">") else {
                if !rest.isEmpty { faults.append("a tag does not end: \(rest.prefix(40))") }
                break
            }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                if open.popLast() != String(tag.dropFirst()) {
                    faults.append("<\(tag)> ends nothing")
                }
            } else {
                let name = String(tag.prefix { $0 != " " })
                read(tag: tag.dropFirst(name.count), of: name)
                if !Markup.void.contains(name) { open.append(name) }
            }
        }
        if !open.isEmpty { faults.append("not ended: \(open)") }
        check()
    }

    func values(of name: String) -> [String] {
        attributes.filter { $0.name == name }.map(\.value)
    }

    private mutating func read(text: Substring) {
        if text.contains(where: { $0 == ">" || $0 == "\"" || $0 == "'" }) {
            faults.append("not escaped: \(text.prefix(60))")
        }
        texts.append(Markup.plain(text, &faults))
    }

    private mutating func read(tag: Substring, of name: String) {
        names.append(name)
        var rest = tag
        while rest.first == " " {
            rest.removeFirst()
            guard let equals = rest.firstRange(of: "=\"") else {
                faults.append("an attribute without a value: \(rest.prefix(40))")
                return
            }
            let key = String(rest[..<equals.lowerBound])
            rest = rest[equals.upperBound...]
            guard let end = rest.firstIndex(of: "\"") else {
                faults.append("a value does not end: \(rest.prefix(40))")
                return
            }
            attributes.append((name, key, Markup.plain(rest[..<end], &faults)))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { faults.append("in <\(name)>: \(rest.prefix(40))") }
    }

    private static func plain(_ text: Substring, _ faults: inout [String]) -> String {
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            rest = rest[start...]
            let known = [
                ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"),
            ]
            guard let (name, sign) = known.first(where: { rest.hasPrefix($0.0) }) else {
                faults.append("not escaped: \(rest.prefix(20))")
                return plain + rest
            }
            plain += sign
            rest = rest.dropFirst(name.count)
        }
        return plain + rest
    }

    private mutating func check() {
        let ids = values(of: "id")
        if Set(ids).count != ids.count { faults.append("two elements have one id") }
        let references =
            values(of: "aria-labelledby").flatMap { $0.split(separator: " ").map(String.init) }
            + values(of: "href").map { String($0.dropFirst($0.hasPrefix("#") ? 1 : 0)) }
        for reference in references where !ids.contains(reference) {
            faults.append("nothing has the id \(reference)")
        }
        for name in ["script", "link", "img", "iframe", "object", "base", "form"]
        where names.contains(name) {
            faults.append("there is a <\(name)>")
        }
        for (element, name, value) in attributes {
            if name.hasPrefix("on") || name == "src" || name == "style" {
                faults.append("<\(element)> has \(name)")
            }
            if value.contains("NaN") || value.contains("inf") && name != "content" {
                // A coordinate that is no number; ids and classes are ours and have neither.
                if ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"].contains(name)
                {
                    faults.append("<\(element)> has \(name)=\(value)")
                }
            }
        }
    }
}
