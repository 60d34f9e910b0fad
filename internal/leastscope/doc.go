// Package leastscope holds the tests of which Management API scopes the provider needs. The table in the
// documentation's overview is the one list of them: each line is run with exactly its scopes, and with one less.
package leastscope
