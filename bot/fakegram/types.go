package fakegram

import "encoding/json"

// The shapes below are Telegram's, cut to the fields that a shop's bot reads. They are declared here and not taken from a library: a fake
// that shares its types with the client under test would share its mistakes.

// User is a person or a bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
	IsPremium    bool   `json:"is_premium,omitempty"`
}

// Chat is where messages stand. Type is private, group, supergroup or channel; ids of the last three are negative.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Message is what was said in a chat, by either side.
type Message struct {
	ID                 int64               `json:"message_id"`
	From               *User               `json:"from,omitempty"`
	SenderChat         *Chat               `json:"sender_chat,omitempty"`
	Chat               Chat                `json:"chat"`
	Date               int64               `json:"date"`
	EditDate           int64               `json:"edit_date,omitempty"`
	MediaGroupID       string              `json:"media_group_id,omitempty"`
	Text               string              `json:"text,omitempty"`
	Entities           []Entity            `json:"entities,omitempty"`
	Photo              []PhotoSize         `json:"photo,omitempty"`
	Document           *Document           `json:"document,omitempty"`
	Caption            string              `json:"caption,omitempty"`
	CaptionEntities    []Entity            `json:"caption_entities,omitempty"`
	Contact            *Contact            `json:"contact,omitempty"`
	WriteAccessAllowed *WriteAccessAllowed `json:"write_access_allowed,omitempty"`
	SuccessfulPayment  *SuccessfulPayment  `json:"successful_payment,omitempty"`
	RefundedPayment    *RefundedPayment    `json:"refunded_payment,omitempty"`
	ReplyMarkup        *InlineKeyboard     `json:"reply_markup,omitempty"`
}

// Entity marks a stretch of a text. Offset and Length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
}

// PhotoSize is one rendition of a picture. FileID belongs to one bot; another bot cannot use it.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Document is an uploaded file.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Contact is a shared card. UserID is absent when the card belongs to nobody on Telegram, and need not be the sender's.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

// WriteAccessAllowed is the service message that says a person let the bot write first.
type WriteAccessAllowed struct {
	FromRequest bool   `json:"from_request,omitempty"`
	WebAppName  string `json:"web_app_name,omitempty"`
}

// InlineKeyboard is the rows of buttons under a message.
type InlineKeyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// Button is one inline button; exactly one of the actions is set.
type Button struct {
	Text         string    `json:"text"`
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	WebApp       *WebApp   `json:"web_app,omitempty"`
	CopyText     *CopyText `json:"copy_text,omitempty"`
	Pay          bool      `json:"pay,omitempty"`
	SwitchInline *string   `json:"switch_inline_query,omitempty"`
	Style        string    `json:"style,omitempty"`
}

// WebApp is a Mini App address.
type WebApp struct {
	URL string `json:"url"`
}

// CopyText is what a button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// ReplyKeyboard stands in place of the letters. Telegram does not give it back in a Message.
type ReplyKeyboard struct {
	Rows    [][]ReplyButton `json:"keyboard"`
	OneTime bool            `json:"one_time_keyboard,omitempty"`
}

// ReplyButton says its text when pressed, or shares the presser's contact.
type ReplyButton struct {
	Text           string  `json:"text"`
	RequestContact bool    `json:"request_contact,omitempty"`
	WebApp         *WebApp `json:"web_app,omitempty"`
}

// MenuButton is the button beside the text field. Type is default, commands or web_app.
type MenuButton struct {
	Type   string  `json:"type"`
	Text   string  `json:"text,omitempty"`
	WebApp *WebApp `json:"web_app,omitempty"`
}

// Command is an entry of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Update is one thing a bot is told. Exactly one field beside the id is set.
type Update struct {
	ID            int64             `json:"update_id"`
	Message       *Message          `json:"message,omitempty"`
	CallbackQuery *CallbackQuery    `json:"callback_query,omitempty"`
	MyChatMember  *ChatMember       `json:"my_chat_member,omitempty"`
	PreCheckout   *PreCheckoutQuery `json:"pre_checkout_query,omitempty"`

	raw json.RawMessage // an injected update, whole
}

// MarshalJSON gives an injected update as it is.
func (u Update) MarshalJSON() ([]byte, error) {
	if u.raw != nil {
		return u.raw, nil
	}
	type plain Update
	return json.Marshal(plain(u))
}

// kind is the update's name in allowed_updates.
func (u *Update) kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.CallbackQuery != nil:
		return "callback_query"
	case u.PreCheckout != nil:
		return "pre_checkout_query"
	default:
		return "my_chat_member"
	}
}

// CallbackQuery is a pressed callback button.
type CallbackQuery struct {
	ID           string   `json:"id"`
	From         User     `json:"from"`
	Message      *Message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data"`
}

// ChatMember says that the bot's own place in a chat changed: blocked, unblocked, made administrator, removed.
type ChatMember struct {
	Chat Chat       `json:"chat"`
	From User       `json:"from"`
	Date int64      `json:"date"`
	Old  Membership `json:"old_chat_member"`
	New  Membership `json:"new_chat_member"`
}

// Membership is a state in a chat: member, kicked, left, administrator.
type Membership struct {
	Status          string `json:"status"`
	User            User   `json:"user"`
	CanPostMessages bool   `json:"can_post_messages,omitempty"`
}
