"""The checks of control: a module of faults per family, one test for all of them."""

from tests.control import faults_finals, faults_lessons, faults_marks, faults_people, faults_timetable, faults_works

FAMILIES = (faults_lessons, faults_works, faults_marks, faults_finals, faults_timetable, faults_people)
