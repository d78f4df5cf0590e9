import Mustache

/// The page on which the user picks an account and ticks scopes; posting it by hand works as well.
struct ConsentPage: Sendable {
    private let page: MustacheTemplate
    private let refusal: MustacheTemplate

    init() throws {
        page = try MustacheTemplate(string: Self.pageSource)
        refusal = try MustacheTemplate(string: Self.refusalSource)
    }

    /// - Parameter parameters: the request's own, carried along in hidden fields.
    func render(_ request: AuthorizationRequest, parameters: FormParameters, accounts: [GoogleAccount]) -> String {
        let asked = request.scopes.filter { !OAuthScope.isSignIn($0) }
        let hidden = parameters.pairs.map { ["name": $0.name, "value": $0.value] }
        let users = accounts.sorted { $0.email < $1.email }.enumerated().map { index, account -> [String: Any] in
            let isHinted = [account.email, account.subject].contains(request.loginHint ?? "")
            let isChosen = request.loginHint == nil ? index == 0 : isHinted
            return ["email": account.email, "name": account.name, "checked": isChosen]
        }
        let scopes = asked.map { ["scope": $0, "label": OAuthScope.short($0)] as [String: Any] }
        // One scope alone is consented to as a whole; several are ticked one by one.
        let object: [String: Any] = [
            "client": request.clientId, "hidden": hidden, "accounts": users, "scopes": scopes,
            "granular": asked.count > 1,
        ]
        return page.render(object)
    }

    func render(_ refusal: AuthorizationRequest.Refusal) -> String {
        self.refusal.render(["status": String(refusal.status), "code": refusal.code, "message": refusal.message])
    }

    private static let style = """
        body{font-family:system-ui,sans-serif;max-width:28rem;margin:4rem auto;color:#202124}
        fieldset{border:1px solid #dadce0;border-radius:8px;margin:1rem 0;padding:1rem}
        label{display:block;padding:.3rem 0}button{padding:.5rem 1.5rem;margin-right:.5rem}
        """

    private static let pageSource = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox sign-in</title>
        <style>\(style)</style></head><body>
        <h1>Choose an account</h1>
        <p><strong>{{client}}</strong> wants access to your account. This page stands in for Google's.</p>
        <form method="post" action="/o/oauth2/v2/auth">
        {{#hidden}}<input type="hidden" name="{{name}}" value="{{value}}">
        {{/hidden}}
        <fieldset><legend>Account</legend>
        {{#accounts}}<label><input type="radio" name="account" value="{{email}}"{{#checked}} checked{{/checked}}>
        {{email}} {{name}}</label>
        {{/accounts}}</fieldset>
        <fieldset><legend>Access</legend>
        {{#scopes}}<label>{{#granular}}<input type="checkbox" name="grant" value="{{scope}}" checked>{{/granular}}
        {{^granular}}<input type="hidden" name="grant" value="{{scope}}">{{/granular}} {{label}}</label>
        {{/scopes}}</fieldset>
        <button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button>
        </form></body></html>
        """

    private static let refusalSource = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Error {{status}}: {{code}}</title>
        <style>\(style)</style></head><body>
        <h1>Access blocked</h1><p>{{message}}</p><p>Error {{status}}: {{code}}</p></body></html>
        """
}
