package review

import (
	"fmt"
	"slices"
)

// object is a resource before or after a change: its values, and which of them are unknown or sensitive.
type object struct {
	address   string
	values    map[string]any
	unknown   any
	sensitive any
	masks     *masks
	refers    func(attribute string) []string // addresses that the configuration of an attribute refers to
	isSet     func(attribute string) bool     // whether the configuration sets it; nil if not shown
}

// masks are the placeholders of sensitive values. Equal values have equal masks, so that a change can be seen.
type masks struct{ byValue map[string]string }

// hide makes the strings within a value sensitive, wherever else they appear.
func (m *masks) hide(value any) {
	switch value := value.(type) {
	case string:
		if value != "" && m.byValue[value] == "" {
			m.byValue[value] = fmt.Sprintf("(sensitive value %d)", len(m.byValue)+1)
		}
	case []any:
		for _, item := range value {
			m.hide(item)
		}
	case map[string]any:
		for _, name := range sortedKeys(value) {
			m.hide(value[name])
		}
	}
}

// hideMarked hides the values that are marked as sensitive.
func (m *masks) hideMarked(value, marks any) {
	switch marks := marks.(type) {
	case bool:
		if marks {
			m.hide(value)
		}
	case []any:
		items, _ := value.([]any)
		for i := range min(len(items), len(marks)) {
			m.hideMarked(items[i], marks[i])
		}
	case map[string]any:
		members, _ := value.(map[string]any)
		for _, name := range sortedKeys(marks) {
			m.hideMarked(members[name], marks[name])
		}
	}
}

// shown returns a value, or its placeholder.
func (m *masks) shown(value string) string {
	if mask := m.byValue[value]; mask != "" {
		return mask
	}
	return value
}

// hasMark reports whether any mark within is true.
func hasMark(marks any) bool {
	switch marks := marks.(type) {
	case bool:
		return marks
	case []any:
		return slices.ContainsFunc(marks, hasMark)
	case map[string]any:
		for _, member := range marks {
			if hasMark(member) {
				return true
			}
		}
	}
	return false
}

// at returns the mark or value at a path. It enters a list of one object, which is how the official provider writes
// blocks.
func at(value any, path []string) any {
	for _, name := range path {
		if items, isList := value.([]any); isList && len(items) == 1 {
			value = items[0]
		}
		members, isObject := value.(map[string]any)
		if !isObject {
			if value == true { // a mark for everything within
				return true
			}
			return nil
		}
		value = members[name]
	}
	return value
}

func (o object) exists() bool { return o.values != nil }

func (o object) isUnknown(path ...string) bool { return hasMark(at(o.unknown, path)) }

func (o object) isSensitive(path ...string) bool { return hasMark(at(o.sensitive, path)) }

// isNull reports whether the value is known to be null.
func (o object) isNull(path ...string) bool {
	return at(o.values, path) == nil && !o.isUnknown(path...)
}

// isLeftToAuth0 reports whether an attribute is unknown because the configuration leaves it out.
func (o object) isLeftToAuth0(attribute string) bool {
	return o.isUnknown(attribute) && o.isSet != nil && !o.isSet(attribute)
}

// text returns a name or an id, or a placeholder if it is sensitive. It is unknown if it is known after apply.
func (o object) text(path ...string) (value string, isKnown bool) {
	if o.isUnknown(path...) {
		return "", false
	}
	value, _ = at(o.values, path).(string)
	return o.masks.shown(value), true
}

// textOr returns a name, or its placeholder if it is not known.
func (o object) textOr(path, fallback string) string {
	if value, isKnown := o.text(path); isKnown && value != "" {
		return value
	}
	return fallback
}

// word returns the value of an enumeration. A sensitive one counts as unknown, because any sentence would reveal it.
func (o object) word(path ...string) (value string, isKnown bool) {
	if o.isUnknown(path...) || o.isSensitive(path...) {
		return "", false
	}
	value, _ = at(o.values, path).(string)
	return value, true
}

// flag returns a boolean, false if it is null. A sensitive one counts as unknown.
func (o object) flag(path ...string) (value, isKnown bool) {
	if o.isUnknown(path...) || o.isSensitive(path...) {
		return false, false
	}
	value, _ = at(o.values, path).(bool)
	return value, true
}

// flagOr returns a boolean, or a default if it is null or unknown.
func (o object) flagOr(null, unknown bool, path ...string) bool {
	value, isKnown := o.flag(path...)
	switch {
	case !isKnown:
		return unknown
	case o.isNull(path...):
		return null
	default:
		return value
	}
}

// texts returns a list or set of names, and whether all of it is known.
func (o object) texts(path ...string) (values []string, isKnown bool) {
	items, _ := at(o.values, path).([]any)
	for _, item := range items {
		if text, isText := item.(string); isText {
			values = append(values, o.masks.shown(text))
		}
	}
	slices.Sort(values)
	return slices.Compact(values), !o.isUnknown(path...)
}

// objects returns a list or set of objects.
func (o object) objects(path ...string) []object {
	items, _ := at(o.values, path).([]any)
	marks, _ := at(o.sensitive, path).([]any)
	unknown, _ := at(o.unknown, path).([]any)
	var found []object
	for i, item := range items {
		values, isObject := item.(map[string]any)
		if !isObject {
			continue
		}
		one := object{address: o.address, values: values, masks: o.masks}
		if i < len(marks) {
			one.sensitive = marks[i]
		} else if o.isSensitive(path...) {
			one.sensitive = true
		}
		if i < len(unknown) {
			one.unknown = unknown[i]
		}
		found = append(found, one)
	}
	return found
}
