//go:build race

package faultmatrix

const raceDetector = true
