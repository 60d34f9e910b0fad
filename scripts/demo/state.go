package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// state is a tenant with its secrets, so none of its values may be shown.
type state map[string]any

// inventory lists the names of the demo's objects, without objects that every tenant has.
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

// differences names the differences between two states of a tenant.
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
