// Package fakegram is Telegram for tests and for a machine without a bot: a strict Bot API server with people in front of it.
// It keeps bots, people, chats and messages in memory and refuses what Telegram refuses, with Telegram's own words, so that a mistake is
// found here and not by a shopper.
//
// One handler serves three sides:
//
//	/bot<token>/[test/]<method>   what a bot calls; JSON, form and multipart bodies; GET too
//	/file/bot<token>/<path>       files that were uploaded
//	/control/…                    what a person or a test does; loopback only (see control.go)
//	/                             the same chats as a page, like a messenger
//
// In Go a test plays a person through Client: Start, Say, Tap, ShareContact, PayInvoice, Block.
//
// What it does not do: MarkdownV2, automatic links in texts, stickers, shipping queries and tips, inline mode. A method that it does not know answers 404, as
// Telegram does for a misspelt one.
//
// Sources: core.telegram.org/bots/api (limits, shapes), tdlib/telegram-bot-api and tdlib/td (wording of refusals, HTML parsing, webhook
// retries), core.telegram.org/bots/webapps (launch data).
package fakegram
