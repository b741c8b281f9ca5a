// Package telegram checks what Telegram signed: the init data with which a Mini App opens, and the contact that a person shares from it.
// It knows no shop and no database; who the person is to a shop is the business of customer and staff.
//
// The protocol, once for all files:
//
//   - Init data is a form-encoded string. Every value is decoded exactly once. The JSON inside "user" keeps its own escapes; a second
//     decoding would let a display name rewrite the JSON under a valid hash.
//   - check text = every pair but "hash", as key=value, sorted by key, joined with "\n". "signature" stays in.
//     secret = HMAC-SHA256(key "WebAppData", message bot token); hash = hex of HMAC-SHA256(key secret, message check text).
//   - third-party check text = "<bot id>:WebAppData\n" + every pair but "hash" and "signature", in the same form;
//     "signature" is Ed25519 over it, in unpadded base64url.
//   - A shared contact is signed by the first scheme and has no "signature".
//
// Sources: core.telegram.org/bots/webapps ("Validating data received via the Mini App", "Validating data for Third-Party Use");
// docs.telegram-mini-apps.com, init data.
package telegram
