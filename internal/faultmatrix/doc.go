// Package faultmatrix tests the provider's promise for every fault: once a fault is gone, one more terraform apply
// converges, nothing exists twice, nothing is orphaned, and nothing that Terraform did not own has changed.
//
// The matrix strikes every changing call of every operation of every resource, every request for a token and every read
// of an import. Each is struck with every kind of fault: once, three times and until it is lifted. Then the tenant is
// compared with one in which nothing went wrong. So that thousands of cases take seconds, a small core stands in for
// Terraform and drives the provider's protocol server, the tenant is reached in memory, and the clock is that of
// testing/synctest: no wait takes any time. A sample of the cases runs with a real Terraform, and the core is held to
// what that does. What a clock cannot simulate, the death of a process, is tested with the real binaries alone.
//
// The cases of the matrix are fixed. Two property tests draw configurations instead, and go from one to the next while
// somebody changes the tenant, while the tenant lags behind, and while calls go wrong.
//
// The package has no code but its tests.
package faultmatrix
