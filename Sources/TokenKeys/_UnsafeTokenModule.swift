// A loaded PKCS #11 module: the pointer to it, and each call as Swift's values. Calls are made one at a time under a lock, because the
// module was told that nobody locks for it. Buffers are Swift's and live through a call; a module is told their size, and what it says it
// wrote is believed only up to that.
internal import CPKCS11
import EvidenceValues
internal import Synchronization

/// A PKCS #11 module, loaded and initialised until it is let go.
@safe package final class TokenModule: Sendable {
    /// More slots, and more objects of a kind in one token, are not looked at.
    static let maximumSlots = 256
    static let maximumObjects = 1024
    /// Bytes of an attribute or a signature at most.
    static let maximumValue = 65_536
    /// CK_UNAVAILABLE_INFORMATION and what else is no size.
    private static let noSize = UInt(Int.max)

    /// Owned: made by `docket_module_load`, freed in `deinit`, used under the lock.
    private let module: Mutex<OpaquePointer>

    /// Loads the module in a file. Its code runs in this process: whoever names it trusts it.
    package init(path: String) throws(TokenError) {
        var code: UInt = 0
        var words = [CChar](repeating: 0, count: 512)
        // C writes at most `count` characters with a final zero.
        guard let pointer = unsafe docket_module_load(path, &code, &words, words.count) else {
            switch Int(code) {
            case Int(DOCKET_MODULE_UNLOADABLE):
                let text = words.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
                throw .unloadable(String(decoding: text, as: UTF8.self))
            case Int(DOCKET_MODULE_INCOMPLETE): throw .notAModule
            default: throw .refused(.initialize, code: code)
            }
        }
        unsafe module = Mutex(pointer)
    }

    // Sessions hold the module, so none is left.
    deinit { unsafe module.withLock { unsafe docket_module_free($0) } }

    /// The slots with tokens.
    func slots() throws(TokenError) -> [UInt] {
        var slots = [UInt](repeating: 0, count: Self.maximumSlots)
        var count = UInt(slots.count)
        let code = unsafe module.withLock { unsafe docket_module_slots($0, &slots, &count) }
        guard code == 0 else { throw TokenError(code, in: .slots) }
        return Array(slots.prefix(Int(min(count, UInt(slots.count)))))
    }

    /// What a slot's token says of itself: 96 bytes of text in four fields, and its flags.
    func token(in slot: UInt) throws(TokenError) -> (text: [UInt8], flags: UInt) {
        var text = [UInt8](repeating: 0x20, count: 96)
        var flags: UInt = 0
        let code = unsafe module.withLock { unsafe docket_module_token($0, slot, &text, &flags) }
        guard code == 0 else { throw TokenError(code, in: .token) }
        return (text, flags)
    }

    func open(_ slot: UInt) throws(TokenError) -> UInt {
        var session: UInt = 0
        let code = unsafe module.withLock { unsafe docket_module_open($0, slot, &session) }
        guard code == 0 else { throw TokenError(code, in: .open) }
        return session
    }

    /// Logs out and closes; a token that was drawn out meanwhile has done so itself.
    func close(_ session: UInt) {
        unsafe module.withLock { module in
            _ = unsafe docket_module_logout(module, session)
            _ = unsafe docket_module_close(module, session)
        }
    }

    /// Logs in as the user, or for the operation that was begun. Without a PIN the token asks for it itself.
    func logIn(
        _ session: UInt, pin: Secret?, forOperation: Bool = false
    ) throws(TokenError) {
        let user: UInt = forOperation ? 2 : 1
        let code = unsafe module.withLock { module in
            guard let pin else { return unsafe docket_module_login(module, session, user, nil, 0) }
            return pin.withBytes {
                unsafe docket_module_login(module, session, user, $0, UInt($0.count))
            }
        }
        // 0x100: somebody of this process logged in before.
        guard code == 0 || code == 0x100 else { throw TokenError(code, in: .login) }
    }

    /// The objects of a class.
    func objects(_ session: UInt, class objectClass: UInt) throws(TokenError) -> [UInt] {
        var objects = [UInt](repeating: 0, count: Self.maximumObjects)
        var count = UInt(objects.count)
        let code = unsafe module.withLock {
            unsafe docket_module_find($0, session, objectClass, &objects, &count)
        }
        guard code == 0 else { throw TokenError(code, in: .find) }
        return Array(objects.prefix(Int(min(count, UInt(objects.count)))))
    }

    /// An attribute's value; nil if the object has none or does not show it.
    func attribute(_ session: UInt, _ object: UInt, _ type: UInt) -> [UInt8]? {
        unsafe module.withLock { module in
            var size: UInt = 0
            guard unsafe docket_module_attribute(module, session, object, type, nil, &size) == 0,
                size < Self.noSize, size <= UInt(Self.maximumValue)
            else { return nil }
            var value = [UInt8](repeating: 0, count: Int(size))
            guard
                unsafe docket_module_attribute(module, session, object, type, &value, &size) == 0,
                size <= UInt(value.count)
            else { return nil }
            return Array(value.prefix(Int(size)))
        }
    }

    /// Begins to sign with a key.
    func beginSigning(
        _ session: UInt, key: UInt, by mechanism: TokenMechanism
    ) throws(TokenError) {
        let code = unsafe module.withLock {
            unsafe docket_module_sign_init(
                $0, session, key, mechanism.number, mechanism.digest, mechanism.mask,
                mechanism.saltLength)
        }
        guard code == 0 else { throw TokenError(code, in: .sign) }
    }

    /// Ends what `beginSigning` began.
    func sign(_ session: UInt, _ data: [UInt8]) throws(TokenError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 1024)
        var size = UInt(signature.count)
        let code = unsafe module.withLock {
            unsafe docket_module_sign($0, session, data, UInt(data.count), &signature, &size)
        }
        guard code == 0, size <= UInt(signature.count) else {
            throw TokenError(code, in: .sign)
        }
        return Array(signature.prefix(Int(size)))
    }
}

/// A mechanism with its parameters, in PKCS #11's numbers.
struct TokenMechanism {
    let number: UInt
    var digest: UInt = 0
    var mask: UInt = 0
    /// Below 0: no parameters.
    var saltLength = -1
}
