package tf

import (
	"strings"
	"unicode"

	"github.com/agext/levenshtein"
)

// maxDistance is how many letters a name may be away from one that it is taken for. More would make names alike that
// only have a prefix in common, as the identifiers of a tenant's APIs do.
const maxDistance = 2

// Nearest returns the candidate that the text is probably a misspelling of, and "" if none is near.
func Nearest(text string, candidates []string) string {
	nearest, best := "", maxDistance+1
	for _, candidate := range candidates {
		distance := levenshtein.Distance(text, candidate, nil)
		if differsLittle(text, candidate) {
			distance = 0
		}
		if distance < best && distance < len(candidate)/2 {
			nearest, best = candidate, distance
		}
	}
	return nearest
}

// isMisspelt reports whether the text can hardly be anything but a misspelling of the other: slash, case or white
// space alone differ, or one letter is missing, added, or swapped with its neighbour. A letter that is another one, and
// a digit, are how people tell names apart: api-a and api-b, v1 and v2.
func isMisspelt(text, other string) bool {
	return differsLittle(text, other) || lacksOneLetter(text, other) || lacksOneLetter(other, text) ||
		hasSwappedLetters(text, other)
}

func differsLittle(a, b string) bool { return SmallDifference(a, b) != "" }

// SmallDifference says in what two texts differ, if that is nothing but slashes at the end of their words, case and
// white space around words. It is empty for texts that are the same, and for those that differ in more.
func SmallDifference(a, b string) string {
	if WithoutSmallDifferences(a) != WithoutSmallDifferences(b) {
		return ""
	}
	differ := func(same ...func(string) string) bool {
		one, other := a, b
		for _, f := range same {
			one, other = f(one), f(other)
		}
		return one != other
	}
	var differences []string
	if differ(withoutBlanks, strings.ToLower) {
		differences = append(differences, "a slash at the end")
	}
	if differ(withoutBlanks, withoutSlash) {
		differences = append(differences, "case")
	}
	if differ(strings.ToLower, withoutSlash) {
		differences = append(differences, "white space")
	}
	return strings.Join(differences, " and ")
}

// WithoutSmallDifferences returns what texts have in common that differ in nothing but what [SmallDifference] says.
func WithoutSmallDifferences(text string) string {
	return strings.ToLower(withoutSlash(withoutBlanks(text)))
}

func withoutBlanks(text string) string { return strings.Join(strings.Fields(text), " ") }

func withoutSlash(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		words[i] = strings.TrimRight(word, "/")
	}
	return strings.Join(words, " ")
}

// lacksOneLetter reports whether the shorter text is the longer one without one of its letters.
func lacksOneLetter(shorter, longer string) bool {
	if len(shorter)+1 != len(longer) {
		return false
	}
	i := commonPrefix(shorter, longer)
	return unicode.IsLetter(rune(longer[i])) && shorter[i:] == longer[i+1:]
}

// hasSwappedLetters reports whether one is the other with two neighbouring letters in each other's place.
func hasSwappedLetters(a, b string) bool {
	i := commonPrefix(a, b)
	if len(a) != len(b) || i+1 >= len(a) {
		return false
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] && unicode.IsLetter(rune(a[i])) &&
		unicode.IsLetter(rune(b[i]))
}

func commonPrefix(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}
