import CLibXML2

/// Functions that a stylesheet may call besides XPath's own, under one namespace. Each is pure: of
/// texts it makes a text or a yes or no.
package struct XPathFunctions: Sendable {
    package enum Value: Sendable {
        case text(String)
        case truth(Bool)
    }

    package struct Function: Sendable {
        let name: String
        let arity: Int
        let body: @Sendable ([String]) -> Value

        package init(
            _ name: String,
            _ arity: Int,
            _ body: @escaping @Sendable ([String]) -> Value
        ) {
            self.name = name
            self.arity = arity
            self.body = body
        }
    }

    let namespace: String
    let functions: [String: Function]

    package static let none = XPathFunctions(namespace: "", [])

    package init(namespace: String, _ functions: [Function]) {
        self.namespace = namespace
        self.functions = Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Those of the run that is under way: a C function cannot carry them with it.
    @TaskLocal static var current = XPathFunctions.none

    func register(in context: xmlXPathContextPtr) {
        for name in functions.keys {
            _ = xmlXPathRegisterFuncNS(context, name, namespace) { parser, count in
                XPathFunctions.call(parser, Int(count))
            }
        }
    }

    private static func call(_ parser: xmlXPathParserContextPtr?, _ count: Int) {
        guard let parser, let name = parser.pointee.context.pointee.function,
            let function = current.functions[String(cString: name)], function.arity == count
        else { return xmlXPathErr(parser, Int32(XPATH_INVALID_ARITY.rawValue)) }
        var arguments: [String] = []
        for _ in 0..<count {
            let text = xmlXPathPopString(parser)
            defer { vigil_xml_free(text) }
            arguments.append(text.map { String(cString: $0) } ?? "")
        }
        switch function.body(arguments.reversed()) {
        case .text(let text): valuePush(parser, xmlXPathNewString(text))
        case .truth(let truth): valuePush(parser, xmlXPathNewBoolean(truth ? 1 : 0))
        }
    }
}
