package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// state is everything a tenant holds, secrets included: none of its values may be shown.
type state map[string]any

// inventory lists by name what the demo is about. What every tenant has is not in it.
func (s state) inventory() []string {
	return []string{
		"APIs: " + s.names("resource_servers"),
		"applications: " + s.names("clients"),
		"connections: " + s.names("connections"),
	}
}

func (s state) names(collection string) string {
	var names []string
	objects, _ := s[collection].([]any)
	for _, o := range objects {
		if o, ok := o.(object); ok && o["global"] != true && o["is_system"] != true {
			names = append(names, fmt.Sprint(o["name"]))
		}
	}
	return strings.Join(names, ", ")
}

// differences names what is not the same in two states of a tenant.
func (s state) differences(other state) []string {
	members := maps.Clone(s)
	maps.Copy(members, other)
	var different []string
	for _, member := range slices.Sorted(maps.Keys(members)) {
		if !reflect.DeepEqual(s[member], other[member]) {
			different = append(different, member)
		}
	}
	return different
}
