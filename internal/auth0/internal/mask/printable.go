package mask

import (
	"strings"
	"unicode"
)

// maxMessage is how many bytes of what the API says an error shows.
const maxMessage = 2000

// Printable returns text on one line, without control characters and those that change the direction of what follows.
// Any text of a tenant may have been written by somebody else, such as the owner of a registered application; shown in
// a terminal as it is, it could rewrite what stands around it.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		default:
			return r
		}
	}, text)
}

// Excerpt is Printable for a text that may be of any length.
func Excerpt(text string) string {
	if len(text) <= maxMessage {
		return Printable(text)
	}
	return Printable(strings.ToValidUTF8(text[:maxMessage], "")) + "…"
}
