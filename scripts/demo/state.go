package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// state is everything a tenant holds, secrets included: none of its values may be shown.
type state map[string]any

// summary counts what the demo is about.
func (s state) summary() string {
	return fmt.Sprintf("%d applications, %d APIs, %d grants, %d connections",
		s.count("clients"), s.count("resource_servers"), s.count("client_grants"), s.count("connections"))
}

func (s state) count(collection string) int {
	objects, _ := s[collection].([]any)
	return len(objects)
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
