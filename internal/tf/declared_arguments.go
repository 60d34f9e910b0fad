package tf

import (
	"fmt"
	"hash/maphash"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Argument is what a resource says of its object, as much as a message about two of them needs. There is one for each
// argument of every resource until Terraform ends, and a framework's value would keep a description of its type with
// it: half of the memory that a plan of 10,000 applications took.
type Argument struct {
	name    string
	text    string // empty if it is too long for a message
	digest  uint64 // of the text, 0 if the value is null
	unknown bool   // whether the value, or some of it, is not known yet
}

var digestSeed = maphash.MakeSeed()

// maxArgumentText is the length of a value that still fits into a message, in bytes. Nobody wants to read a set of a
// thousand scopes there.
const maxArgumentText = 60

// ArgumentOf returns an argument with its value.
func ArgumentOf(name string, value attr.Value) Argument {
	argument := Argument{name: name, unknown: value.IsUnknown()}
	if value.IsNull() || value.IsUnknown() {
		return argument
	}
	text := textOf(value)
	argument.unknown = strings.Contains(text, attr.UnknownValueString)
	argument.digest = max(maphash.String(digestSeed, text), 1)
	if len(text) <= maxArgumentText {
		argument.text = text
	}
	return argument
}

// textOf returns a value as messages show it. The elements of sets are in order, so that equal sets have one text.
func textOf(value attr.Value) string {
	switch value := value.(type) {
	case types.Set:
		return textOfElements(value)
	case SetValue:
		return textOfElements(value.Set)
	case types.Object:
		if value.IsNull() || value.IsUnknown() {
			return value.String()
		}
		attributes := value.Attributes()
		texts := make([]string, 0, len(attributes))
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			texts = append(texts, fmt.Sprintf("%q:%s", name, textOf(attributes[name])))
		}
		return "{" + strings.Join(texts, ",") + "}"
	default:
		return value.String()
	}
}

func textOfElements(set types.Set) string {
	if set.IsNull() || set.IsUnknown() {
		return set.String()
	}
	elements := set.Elements()
	texts := make([]string, len(elements))
	for i, element := range elements {
		texts[i] = textOf(element)
	}
	slices.Sort(texts)
	return "[" + strings.Join(texts, ",") + "]"
}

// ArgumentsOf returns what a model says of its object, but for the attributes that are not the configuration's.
func ArgumentsOf(model any, except ...string) []Argument {
	values := reflect.ValueOf(model).Elem()
	fields := fieldsOf(values.Type())
	arguments := make([]Argument, 0, len(fields))
	for _, field := range fields {
		if field.isCopy || slices.Contains(except, field.name) {
			continue
		}
		if value, ok := values.FieldByIndex(field.index).Interface().(attr.Value); ok {
			arguments = append(arguments, ArgumentOf(field.name, value))
		}
	}
	return arguments
}

// withoutNulls returns the arguments that are not null, in an array that has no room for more.
func withoutNulls(arguments []Argument) []Argument {
	isNull := func(argument Argument) bool { return argument.digest == 0 && !argument.unknown }
	return slices.Clone(slices.DeleteFunc(slices.Clone(arguments), isNull))
}

// differencesOf returns what the two say differently, as far as it is known. Arguments that are null may be missing in
// there.
func differencesOf(here, there []Argument) []string {
	var differences []string
	for _, argument := range here {
		var other Argument
		isSame := func(there Argument) bool { return there.name == argument.name }
		if i := slices.IndexFunc(there, isSame); i >= 0 {
			other = there[i]
		}
		switch {
		case argument.unknown || other.unknown || argument.digest == other.digest:
		case other.digest == 0:
			differences = append(differences, argument.name+" is given here only")
		case argument.digest == 0:
			differences = append(differences, argument.name+" is given there only")
		case argument.text != "" && other.text != "":
			differences = append(differences, fmt.Sprintf("%s is %s here and %s "+
				"there", argument.name, argument.text, other.text))
		default:
			differences = append(differences, argument.name+" differ")
		}
	}
	return differences
}
