package auth

import "strings"

// Device names browser and system of a User-Agent in words, such as "Chrome, Windows", so that people know their sessions apart. It keeps
// nothing else of the header; an unknown one gives "".
func Device(userAgent string) string {
	var words []string
	for _, table := range [][][2]string{browsers, systems} {
		for _, known := range table {
			if strings.Contains(userAgent, known[0]) {
				words = append(words, known[1])
				break
			}
		}
	}
	return strings.Join(words, ", ")
}

// The first that occurs counts: browsers name those before them, and Android names Linux.
var (
	browsers = [][2]string{
		{"Telegram", "Telegram"}, {"YaBrowser/", "Yandex"}, {"SamsungBrowser/", "Samsung Internet"}, {"OPR/", "Opera"}, {"Edg/", "Edge"},
		{"EdgiOS/", "Edge"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)
