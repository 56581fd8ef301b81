"""The figures of procedures as pages, pictures and files; two faces: exact for heads, coarse for
the public.
"""
