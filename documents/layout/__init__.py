"""The shipped Word templates as programs: Decree 30/2020 says in millimetres and points how a paper
looks.

`manage.py build_templates` writes them to the .docx files in the repository; an authority may
change a file in Word and upload it in the admin as a new version.
"""
