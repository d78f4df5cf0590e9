extension APIRequest {
    /// The body as a JSON object, refused with 400 otherwise.
    func members() throws(APIError) -> JSONObject {
        do throws(JSONParser.Failure) {
            return try jsonObject()
        } catch {
            throw .invalid("The body is not a JSON object.", field: "body")
        }
    }
}
