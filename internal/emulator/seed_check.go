package emulator

import (
	"slices"
	"strconv"
)

// checkSeeded refuses an object that lacks a member it cannot be without or has one of the wrong type. null counts as
// missing.
func checkSeeded(o object, at []any, body *validator, required ...string) error {
	withoutNulls(o)
	for _, key := range required {
		if err := requireText(o, at, key); err != nil {
			return err
		}
	}
	location, message := body.wrongType(o)
	if message == "" {
		return nil
	}
	path := slices.Clone(at)
	for _, step := range location {
		if i, err := strconv.Atoi(step); err == nil {
			path = append(path, i)
			continue
		}
		path = append(path, step)
	}
	return seedFault(path, "%s", message)
}

func requireText(o object, at []any, key string) error {
	if text(o, key) == "" {
		return seedFault(append(slices.Clone(at), key), "a text is required")
	}
	return nil
}

func requireOneOf(o object, at []any, key string, values ...any) error {
	if value, set := o[key]; set && !slices.Contains(values, value) {
		return seedFault(append(slices.Clone(at), key), "%v is not one of %v", value, values)
	}
	return nil
}
