// Reads a configuration: the file first, the environment over it. Everything that is wrong is found at once, each with its line.

import Yams

extension ServiceConfiguration {
    /// The configuration of a file's text, with what the environment says over it; and all that is wrong.
    package static func read(
        _ text: String, environment: [String: String]
    ) -> (configuration: ServiceConfiguration, faults: [ConfigurationFault]) {
        var reading = ConfigurationReading()
        reading.read(file: text)
        reading.read(environment: environment)
        return (reading.configuration, reading.faults)
    }
}

/// A reading under way.
private struct ConfigurationReading {
    var configuration = ServiceConfiguration()
    var faults: [ConfigurationFault] = []

    mutating func read(file text: String) {
        do {
            guard let root = try Yams.compose(yaml: text), root != Node("", Tag(.null)) else {
                return
            }
            guard let mapping = root.mapping else {
                return fail(root, "", .wrongType)
            }
            read(mapping, below: "")
        } catch let error as YamlError {
            faults.append(
                ConfigurationFault(path: "", reason: .unreadable("\(error)")))
        } catch {
            faults.append(ConfigurationFault(path: "", reason: .unreadable("no YAML")))
        }
    }

    private mutating func read(_ mapping: Node.Mapping, below section: String) {
        for (key, value) in mapping {
            let path = section + (key.string ?? "?")
            if let setting = SettingTable.setting(path) {
                read(setting, value)
            } else if SettingTable.isSection(path) {
                if let mapping = value.mapping {
                    read(mapping, below: path + ".")
                } else {
                    fail(value, path, .wrongType)
                }
            } else {
                fail(key, path, .unknown)
            }
        }
    }

    private mutating func read(_ setting: Setting, _ value: Node) {
        if case .list(let fields, let store) = setting.kind {
            guard let sequence = value.sequence else {
                return fail(value, setting.path, .wrongType)
            }
            store(&configuration, sequence.map { row($0, fields, setting.path) })
            return
        }
        guard let text = value.scalar?.string else { return fail(value, setting.path, .wrongType) }
        guard setting.set(text, in: &configuration) else {
            return fail(value, setting.path, .wrongValue(setting.values))
        }
    }

    private mutating func row(_ node: Node, _ fields: [String], _ path: String) -> [String: String]
    {
        guard let mapping = node.mapping else {
            fail(node, path, .wrongType)
            return [:]
        }
        var row: [String: String] = [:]
        for (key, value) in mapping {
            let name = key.string ?? "?"
            guard fields.contains(name) else {
                fail(key, "\(path).\(name)", .unknown)
                continue
            }
            guard let text = value.scalar?.string else {
                fail(value, "\(path).\(name)", .wrongType)
                continue
            }
            row[name] = text
        }
        for field in fields where row[field] == nil { fail(node, "\(path).\(field)", .missing) }
        return row
    }

    mutating func read(environment: [String: String]) {
        let names = Dictionary(
            SettingTable.all.compactMap { setting in setting.variable.map { ($0, setting) } }
        ) { first, _ in first }
        for (name, text) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("DOCKETD_") {
            guard let setting = names[name] else {
                faults.append(ConfigurationFault(path: name, reason: .unknown))
                continue
            }
            if !setting.set(text, in: &configuration) {
                faults.append(
                    ConfigurationFault(path: name, reason: .wrongValue(setting.values)))
            }
        }
    }

    private mutating func fail(_ node: Node, _ path: String, _ reason: ConfigurationFault.Reason) {
        faults.append(ConfigurationFault(line: node.mark?.line, path: path, reason: reason))
    }
}
