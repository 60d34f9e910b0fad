// Package acctest gives acceptance tests a tenant to work on and the provider to work with.
//
// The tenant is an emulator of the test's own, reached over real HTTP on a loopback address. If AUTH0_DOMAIN is
// set it is that real tenant instead, reached through a recording proxy, so that the same tests hold the emulator to
// what the service does.
package acctest
